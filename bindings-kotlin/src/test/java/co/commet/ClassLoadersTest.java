package co.commet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;

import co.commet.webhooks.WebhookOptions;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several class loaders in one JVM, each with the library for itself, as servers of several applications have. */
class ClassLoadersTest {

    private static URLClassLoader loader() throws Exception {
        return new URLClassLoader(
                new URL[] {Path.of("target/classes").toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    /** Signs and verifies with what a loader has loaded. */
    private static boolean works(ClassLoader loader) throws Exception {
        Class<?> type = loader.loadClass("co.commet.resources.Webhooks");
        Object webhooks = type.getConstructor().newInstance();
        Object signature = type.getMethod("sign", String.class, String.class).invoke(webhooks, "{}", "whsec_test");
        return (Boolean) type.getMethod("verify", String.class, String.class, String.class)
                .invoke(webhooks, "{}", signature, "whsec_test");
    }

    @Test
    void eachLoadsTheLibraryAndMayGo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (URLClassLoader first = loader()) {
            assertNotSame(Commet.class, first.loadClass("co.commet.Commet"));
            // Applications that come and go, while another one goes on.
            for (int application = 0; application < 5; application++) {
                try (URLClassLoader other = loader()) {
                    List<Future<Boolean>> calls = new ArrayList<>();
                    for (int call = 0; call < 100; call++) {
                        ClassLoader loader = call % 2 == 0 ? first : other;
                        calls.add(threads.submit(() -> works(loader)));
                    }
                    for (Future<Boolean> call : calls) {
                        assertEquals(true, call.get());
                    }
                }
                // The library of a loader is unloaded with it.
                System.gc();
                assertEquals(true, works(first));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** An application that keeps a secret for as long as it lives. */
    public static final class Application {
        public static final WebhookOptions OPTIONS = WebhookOptions.of("whsec_test");

        private Application() {}
    }

    private static WeakReference<ClassLoader> loadedAndLeft() throws Exception {
        URL[] places = {Path.of("target/classes").toUri().toURL(), Path.of("target/test-classes").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
            assertEquals("WebhookOptions", loader.loadClass(Application.class.getName()).getField("OPTIONS").get(null).toString());
            return new WeakReference<>(loader);
        }
    }

    @Test
    void nothingKeepsALoader() throws Exception {
        WeakReference<ClassLoader> loader = loadedAndLeft();
        for (int turn = 0; turn < 100 && loader.get() != null; turn++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(loader.get());
    }
}
