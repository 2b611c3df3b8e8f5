import static org.junit.jupiter.api.Assertions.assertEquals;
import static tests.Server.SIGNATURE;
import static tests.Server.event;
import static tests.Server.sign;

import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;
import tests.Server;

/** The controllers of the documentation, which have no package. */
class SamplesTest {

    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of(CommetWebhookController.class, "/api/webhooks/commet", 401),
                Arguments.of(WebhookController.class, "/webhooks/commet", 403));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void runAsTheyStand(Class<?> controller, String path, int refused) throws Exception {
        byte[] body = event("subscription.activated", "{\"name\":\"José\"}");
        byte[] altered = event("subscription.activated", "{\"name\":\"Jose\"}");
        String signature = sign(body);
        try (Server server = Server.start(controller)) {
            HttpResponse<String> response = server.post(path, body, "Content-Type", "application/json", SIGNATURE, signature);
            assertEquals("200 OK", response.statusCode() + " " + response.body());
            for (String of : new String[] {"0".repeat(64), "zz", ""}) {
                response = server.post(path, body, "Content-Type", "application/json", SIGNATURE, of);
                assertEquals(refused + " Invalid signature", response.statusCode() + " " + response.body(), of);
            }
            assertEquals(refused, server.post(path, altered, "Content-Type", "application/json", SIGNATURE, signature).statusCode());
        }
    }
}
