package conformance;

import co.commet.Commet;
import co.commet.Creem;
import co.commet.webhooks.EventData;
import co.commet.webhooks.ProviderWebhooks;
import co.commet.webhooks.WebhookEvent;
import co.commet.webhooks.WebhookException;
import co.commet.webhooks.WebhookOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers as Java calls the library. */
public final class JavaMain {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Commet commet = Commet.builder().apiKey(null).build();
    private final Creem creem = Creem.builder().apiKey(null).build();

    private JavaMain() {}

    public static void main(String[] arguments) throws IOException {
        Protocol.answerAll(new JavaMain()::answer);
    }

    private ObjectNode answer(JsonNode question) {
        try {
            return answer(question, question.get("body").binaryValue());
        } catch (IOException error) {
            throw new IllegalArgumentException(error);
        }
    }

    private ObjectNode answer(JsonNode question, byte[] body) {
        ProviderWebhooks<?> webhooks =
                question.get("provider").asText().equals("creem") ? creem.webhooks() : commet.webhooks();
        String signature = question.get("signature").textValue();
        String secret = question.get("secret").textValue();
        ObjectNode answer = Protocol.object();
        answer.set("id", question.get("id"));
        answer.put("verify", webhooks.verify(body, signature, secret));
        answer.set("parse", Protocol.value(webhooks.verifyAndParse(body, signature, secret)));
        answer.set("receive", receive(question, body, webhooks));
        return answer;
    }

    private static ObjectNode receive(JsonNode question, byte[] body, ProviderWebhooks<?> webhooks) {
        WebhookEvent<? extends EventData> event;
        try {
            event = webhooks.receive(body, headers(question, webhooks), options(question));
        } catch (WebhookException error) {
            return Protocol.object().put("ok", false).put("code", error.getCode());
        }
        Instant time = event.getTime();
        ObjectNode answer = Protocol.object()
                .put("ok", true)
                .put("type", event.getType())
                .put("known", event.isKnown())
                .put("typed", event.isTyped())
                .put("event_id", event.getId())
                .put("idempotency_key", event.getIdempotencyKey())
                .put("time", time == null ? null : MILLISECONDS.format(time))
                .put("mode", event.getMode())
                .put("api_version", event.getApiVersion())
                .put("grants_access", event.grantsAccess());
        answer.set("data", Protocol.value(event.getData().getRaw()));
        return answer;
    }

    private static Map<String, String> headers(JsonNode question, ProviderWebhooks<?> webhooks) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode given = question.path("headers");
        given.fields().forEachRemaining(header -> headers.put(header.getKey(), header.getValue().textValue()));
        if (given.isMissingNode() && !question.get("signature").isNull()) {
            headers.put(webhooks.getProvider().signatureHeader(), question.get("signature").textValue());
        }
        return headers;
    }

    private static WebhookOptions options(JsonNode question) {
        WebhookOptions.Builder options = WebhookOptions.builder();
        JsonNode given = question.path("options");
        if (given.has("secrets")) {
            given.get("secrets").forEach(secret -> options.secret(secret.textValue()));
        } else {
            options.secret(question.get("secret").textValue());
        }
        if (given.has("max_age_seconds")) {
            options.maxAge(Duration.ofSeconds(given.get("max_age_seconds").longValue()));
        }
        if (given.has("now")) {
            options.clock(Clock.fixed(Instant.parse(given.get("now").textValue()), ZoneOffset.UTC));
        }
        if (given.has("mode")) {
            options.mode(given.get("mode").textValue());
        }
        if (given.has("max_body_bytes")) {
            options.maxBodyBytes(given.get("max_body_bytes").longValue());
        }
        return options.build();
    }
}
