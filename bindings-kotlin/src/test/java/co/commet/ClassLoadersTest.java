package co.commet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

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
}
