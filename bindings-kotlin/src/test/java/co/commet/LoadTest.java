package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.commet.events.SubscriptionCanceled;
import co.commet.resources.Webhooks;
import co.commet.webhooks.NotAuthenticException;
import co.commet.webhooks.WebhookOptions;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final int CALLS = 1_000_000;
    private static final long MEBIBYTE = 1 << 20;

    private final Webhooks webhooks = new Webhooks();
    private final WebhookOptions options = WebhookOptions.of(SECRET);

    /** Every way through the native library once. */
    private void call(int number) {
        String body = Samples.event("subscription.canceled",
                "{\"status\":\"active\",\"customerId\":\"cliente ñ " + number + "\",\"subscriptionId\":\"\\u00e9\"}");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String signature = webhooks.sign(bytes, SECRET);
        Map<String, String> headers = Map.of("X-Commet-Signature", signature);
        SubscriptionCanceled data = (SubscriptionCanceled) webhooks.receive(bytes, headers, options).getData();
        assertEquals("cliente ñ " + number, data.getCustomerId());
        assertEquals("é", ((Map<?, ?>) webhooks.verifyAndParse(bytes, signature, SECRET).get("data")).get("subscriptionId"));
        assertTrue(webhooks.verify(bytes, signature, SECRET));
        if (number % 16 == 0) {
            try {
                webhooks.receive(bytes, Map.of(), WebhookOptions.of("whsec_" + number));
            } catch (NotAuthenticException expected) {
                assertEquals(403, expected.getHttpStatus());
            }
        }
    }

    private void callFrom(ExecutorService threads, int tasks, int calls) throws Exception {
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int task = 0; task < tasks; task++) {
                int first = task * calls;
                running.add(threads.submit(() -> {
                    for (int number = first; number < first + calls; number++) {
                        call(number);
                    }
                }));
            }
            for (Future<?> task : running) {
                task.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void servesManyThreads() throws Exception {
        callFrom(Executors.newFixedThreadPool(64), 64, 500);
    }

    @Test
    void servesVirtualThreads() throws Throwable {
        assumeTrue(Runtime.version().feature() >= 21, "there are virtual threads");
        ExecutorService threads = (ExecutorService) MethodHandles.publicLookup()
                .findStatic(Executors.class, "newVirtualThreadPerTaskExecutor", MethodType.methodType(ExecutorService.class))
                .invoke();
        callFrom(threads, 10_000, 5);
    }

    @Test
    void servesEventsThatManyThreadsRead() throws Exception {
        String body = Samples.event("subscription.canceled",
                "{\"status\":\"active\",\"customerId\":\"c\",\"subscriptionId\":\"s\",\"cancelReason\":\"p\"}");
        SubscriptionCanceled data = (SubscriptionCanceled)
                webhooks.receive(body, Map.of("X-Commet-Signature", webhooks.sign(body, SECRET)), options).getData();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> running = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            running.add(threads.submit(() -> {
                for (int time = 0; time < 50_000; time++) {
                    assertEquals("s", data.getSubscriptionId());
                    assertEquals("c", data.getCustomerId());
                }
            }));
        }
        for (Future<?> task : running) {
            task.get();
        }
        threads.shutdown();
    }

    @Test
    void keepsNoMemory() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/statm")), "the system tells how much memory is in use");
        calls(CALLS / 4);
        long heapBefore = heap();
        long residentBefore = resident();
        calls(CALLS / 4 * 3);
        long heapGrown = heap() - heapBefore;
        long residentGrown = resident() - residentBefore;
        assertTrue(heapGrown < 8 * MEBIBYTE, "the heap has grown by " + heapGrown);
        // A leak of 64 bytes a call would be more than this.
        assertTrue(residentGrown < 48 * MEBIBYTE, "memory has grown by " + residentGrown);
    }

    private void calls(int count) {
        for (int number = 0; number < count; number++) {
            call(number);
        }
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long resident() throws IOException {
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
        return Long.parseLong(pages) * 4096;
    }
}
