package tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.Server.SECRET;
import static tests.Server.SIGNATURE;
import static tests.Server.event;
import static tests.Server.sign;

import co.commet.creem.CreemHandlers;
import co.commet.events.CommetHandlers;
import co.commet.resources.CreemWebhooks;
import co.commet.spring.WebhookRoutes;
import co.commet.webhooks.ErrorCode;
import co.commet.webhooks.WebhookException;
import co.commet.webhooks.WebhookOptions;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The routes, as an application of Spring Boot gets them. */
class RoutesTest {

    private static final String PATH = "/webhooks/commet";
    private static final List<String> calls = new CopyOnWriteArrayList<>();
    private static final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private static final List<Exception> errors = new CopyOnWriteArrayList<>();
    private static Server server;

    @Configuration(proxyBeanMethods = false)
    static class Commet {
        @Bean
        CommetHandlers commetHandlers(WebhookOptions commetWebhookOptions) {
            return new CommetHandlers(commetWebhookOptions)
                    .onSubscriptionCanceled((event, data) -> calls.add("canceled " + data.getCustomerId()))
                    .onPaymentFailed((event, data) -> {
                        throw new IllegalStateException("the database is away");
                    })
                    .onEvent((event, data) -> {
                        if (event.getType().equals("interrupted")) {
                            throw new InterruptedException();
                        }
                        calls.add(event.getType());
                        bodies.add(event.getRawBody());
                    })
                    .onError((event, error) -> errors.add(error));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Creem {
        @Bean
        CreemHandlers creemHandlers(WebhookOptions creemWebhookOptions) {
            return new CreemHandlers(creemWebhookOptions).onEvent((event, data) -> calls.add(event.getProvider() + " " + event.getType()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Both {
        @Bean
        CommetHandlers commetHandlers(WebhookOptions commetWebhookOptions) {
            return new Commet().commetHandlers(commetWebhookOptions);
        }

        @Bean
        CreemHandlers creemHandlers(WebhookOptions creemWebhookOptions) {
            return new Creem().creemHandlers(creemWebhookOptions);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ByHand {
        @Bean
        RouterFunction<ServerResponse> routes() {
            CommetHandlers handlers = new Commet().commetHandlers(WebhookOptions.builder().secret(SECRET).maxBodyBytes(500).build());
            return WebhookRoutes.post("/one", handlers).and(WebhookRoutes.post("/two", handlers));
        }
    }

    @BeforeAll
    static void start() {
        server = Server.start(Commet.class, "commet.webhooks.secret=" + SECRET, "commet.webhooks.mode=live");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        calls.clear();
        bodies.clear();
        errors.clear();
    }

    private static void assertAnswer(int status, String body, HttpResponse<String> response) {
        assertEquals(status + " " + body, response.statusCode() + " " + response.body());
        assertTrue(response.headers().firstValue("Content-Type").orElseThrow().startsWith("application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Commet-Signature", "x-commet-signature", "X-COMMET-SIGNATURE"})
    void receivesTheBytesAsTheyCame(String header) throws Exception {
        byte[] body = event("subscription.canceled",
                "{\"subscriptionId\":\"sub_1\",\"customerId\":\"José\",\"status\":\"canceled\",\"cancelReason\":null}");
        for (String type : new String[] {"application/json", "text/plain;charset=ISO-8859-1", "application/x-www-form-urlencoded"}) {
            assertAnswer(200, "{\"received\":true}", server.post(PATH, body, header, sign(body), "Content-Type", type));
        }
        assertAnswer(200, "{\"received\":true}", server.postChunked(PATH, body, header, sign(body), "Accept", "text/html"));
        assertEquals(8, calls.size());
        assertEquals(List.of("canceled José", "subscription.canceled"), calls.subList(0, 2));
        for (byte[] received : bodies) {
            assertArrayEquals(body, received);
        }
    }

    @Test
    void givesUnknownEventsToTheCatchAll() throws Exception {
        byte[] body = event("brand.new", "{}");
        assertAnswer(200, "{\"received\":true}", server.post(PATH, body, SIGNATURE, sign(body)));
        assertEquals(List.of("brand.new"), calls);
    }

    @Test
    void refusesWhatIsNotAuthentic() throws Exception {
        byte[] body = event("brand.new", "{}");
        assertAnswer(403, "{\"received\":false,\"code\":\"missing_signature\"}", server.post(PATH, body));
        assertAnswer(403, "{\"received\":false,\"code\":\"signature_mismatch\"}", server.post(PATH, body, SIGNATURE, "0".repeat(64)));
        assertAnswer(403, "{\"received\":false,\"code\":\"malformed_signature\"}",
                server.post(PATH, body, SIGNATURE, sign(body), SIGNATURE, sign(body)));
        assertAnswer(403, "{\"received\":false,\"code\":\"empty_body\"}", server.post(PATH, new byte[0], SIGNATURE, sign(new byte[0])));
        assertTrue(calls.isEmpty());
        assertEquals(4, errors.size());
    }

    @Test
    void refusesWhatCannotBeRead() throws Exception {
        byte[] body = "[1]".getBytes(StandardCharsets.UTF_8);
        assertAnswer(400, "{\"received\":false,\"code\":\"not_an_object\"}", server.post(PATH, body, SIGNATURE, sign(body)));
        body = "{\"event\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertAnswer(400, "{\"received\":false,\"code\":\"invalid_utf8\"}", server.post(PATH, body, SIGNATURE, sign(body)));
        body = new String(event("brand.new", "{}"), StandardCharsets.UTF_8).replace("live", "sandbox").getBytes(StandardCharsets.UTF_8);
        assertAnswer(400, "{\"received\":false,\"code\":\"wrong_mode\"}", server.post(PATH, body, SIGNATURE, sign(body)));
        assertTrue(calls.isEmpty());
    }

    @Test
    void readsOneMebibyte() throws Exception {
        int empty = event("brand.new", "{\"text\":\"\"}").length;
        byte[] largest = event("brand.new", "{\"text\":\"" + "x".repeat((1 << 20) - empty) + "\"}");
        byte[] larger = event("brand.new", "{\"text\":\"" + "x".repeat((1 << 20) - empty + 1) + "\"}");
        assertAnswer(200, "{\"received\":true}", server.post(PATH, largest, SIGNATURE, sign(largest)));
        assertAnswer(413, "{\"received\":false,\"code\":\"body_too_large\"}", server.post(PATH, larger, SIGNATURE, sign(larger)));
        assertAnswer(413, "{\"received\":false,\"code\":\"body_too_large\"}", server.postChunked(PATH, larger, SIGNATURE, sign(larger)));
    }

    @Test
    void asksForTheEventAgainWhenAHandlerFails() throws Exception {
        byte[] body = event("payment.failed",
                "{\"invoiceId\":\"inv_1\",\"invoiceNumber\":\"1\",\"customerId\":\"user_1\",\"subscriptionId\":null,\"failureCode\":null,\"failureMessage\":null}");
        assertAnswer(500, "{\"received\":false}", server.post(PATH, body, SIGNATURE, sign(body)));
        assertEquals("the database is away", errors.get(0).getMessage());
        assertTrue(calls.isEmpty());
    }

    @Test
    void answersAlsoWhereAHandlerWasInterrupted() throws Exception {
        byte[] body = event("interrupted", "{}");
        assertAnswer(500, "{\"received\":false}", server.post(PATH, body, SIGNATURE, sign(body)));
    }

    @Test
    void routesBothProvidersWhereTheApplicationWantsThem() throws Exception {
        String secret = "whsec_creem";
        byte[] commet = event("brand.new", "{}");
        byte[] creem = "{\"id\":\"evt_1\",\"eventType\":\"brand.newer\",\"created_at\":1728734325927,\"object\":{}}".getBytes(StandardCharsets.UTF_8);
        String signature = new CreemWebhooks().sign(creem, secret);
        try (Server both = Server.start(Both.class, "commet.webhooks.secret=" + SECRET, "commet.webhooks.path=/hooks/commet",
                "creem.webhooks.secret=" + secret, "server.servlet.context-path=/shop")) {
            assertAnswer(200, "{\"received\":true}", both.post("/shop/hooks/commet", commet, SIGNATURE, sign(commet)));
            assertAnswer(200, "{\"received\":true}", both.post("/shop/webhooks/creem", creem, "Creem-Signature", signature));
            assertAnswer(403, "{\"received\":false,\"code\":\"signature_mismatch\"}",
                    both.post("/shop/hooks/commet", creem, SIGNATURE, signature));
            assertEquals(404, both.post("/shop" + PATH, commet, SIGNATURE, sign(commet)).statusCode());
        }
        assertEquals(List.of("brand.new", "CREEM brand.newer"), calls);
    }

    @Test
    void routesByHand() throws Exception {
        byte[] body = event("brand.new", "{}");
        byte[] large = event("brand.new", "{\"text\":\"" + "x".repeat(500) + "\"}");
        try (Server own = Server.start(ByHand.class)) {
            assertAnswer(200, "{\"received\":true}", own.post("/one", body, SIGNATURE, sign(body)));
            assertAnswer(200, "{\"received\":true}", own.post("/two", body, SIGNATURE, sign(body)));
            assertEquals(413, own.post("/two", large, SIGNATURE, sign(large)).statusCode());
            assertEquals(404, own.post(PATH, body, SIGNATURE, sign(body)).statusCode(), "there is no bean of handlers");
        }
    }

    @Test
    void refusesABlankSecretWhenItStarts() {
        Throwable error = assertThrows(Exception.class, () ->
                Server.start(Commet.class, "commet.webhooks.secret= ", "logging.level.org.springframework=off").close());
        while (error.getCause() != null) {
            error = error.getCause();
        }
        assertEquals(ErrorCode.EMPTY_SECRET, ((WebhookException) error).getCode());
    }
}
