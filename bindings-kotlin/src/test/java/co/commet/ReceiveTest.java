package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.commet.events.CommetData;
import co.commet.events.PaymentFailed;
import co.commet.events.UnknownEvent;
import co.commet.resources.CreemWebhooks;
import co.commet.resources.Webhooks;
import co.commet.webhooks.Access;
import co.commet.webhooks.ConfigurationException;
import co.commet.webhooks.ErrorCode;
import co.commet.webhooks.NotAuthenticException;
import co.commet.webhooks.Provider;
import co.commet.webhooks.RefusedException;
import co.commet.webhooks.TooLargeException;
import co.commet.webhooks.UnreadableException;
import co.commet.webhooks.WebhookEvent;
import co.commet.webhooks.WebhookException;
import co.commet.webhooks.WebhookOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReceiveTest {

    private static final String BODY =
            Samples.event("subscription.canceled", "{\"subscriptionId\":\"sub_1\",\"customerId\":\"user_1\",\"status\":\"canceled\",\"cancelReason\":null}");

    private final Webhooks webhooks = new Webhooks();
    private final WebhookOptions options = WebhookOptions.of(SECRET);
    private final byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    private final String signature = webhooks.sign(body, SECRET);

    private WebhookException refused(byte[] body, Map<String, ?> headers, WebhookOptions options) {
        return assertThrows(WebhookException.class, () -> webhooks.receive(body, headers, options));
    }

    private WebhookException refused(String body, WebhookOptions options) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return refused(bytes, Map.of("X-Commet-Signature", webhooks.sign(bytes, SECRET)), options);
    }

    @Test
    void saysWhatTheEnvelopeSays() {
        WebhookEvent<CommetData> event = webhooks.receive(body, Map.of("X-Commet-Signature", signature), options);
        assertEquals("subscription.canceled", event.getType());
        assertEquals("evt_1", event.getId());
        assertEquals("evt_1", event.getIdempotencyKey());
        assertEquals(Instant.parse("2026-03-25T14:30:00Z"), event.getTime());
        assertEquals("live", event.getMode());
        assertEquals("org_1", event.getOrganizationId());
        assertEquals("2026-08-27", event.getApiVersion());
        assertEquals(Access.DENIED, event.getAccess());
        assertEquals(false, event.grantsAccess());
        assertEquals(Provider.COMMET, event.getProvider());
        assertTrue(event.isKnown() && event.isTyped());
        assertNull(event.getUntypedReason());
        assertSame(body, event.getRawBody());
        assertSame(event.getData(), event.getData());
        assertEquals(Samples.jackson(body), event.getRaw());
        assertFalse(event.toString().contains("user_1"), "logs need no customer");
    }

    @Test
    void isLenientAboutTheEnvelope() {
        String text = "{\"event\":\"brand.new\",\"id\":7,\"data\":{}}";
        WebhookEvent<CommetData> event =
                webhooks.receive(text, Map.of("x-commet-signature", webhooks.sign(text, SECRET)), options);
        assertNull(event.getId());
        assertNull(event.getTime());
        assertNull(event.getMode());
        assertNull(event.getAccess());
        assertNull(event.grantsAccess());
        assertFalse(event.isKnown() || event.isTyped());
        assertEquals(64, event.getIdempotencyKey().length());
        UnknownEvent unknown = assertInstanceOf(UnknownEvent.class, event.getData());
        assertEquals("brand.new", unknown.getType());
        assertEquals(event.getUntypedReason(), unknown.getReason());
    }

    @Test
    void takesHeadersOfAnyKindAndCase() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put(null, "HTTP/1.1 200");
        withNull.put("x-commet-SIGNATURE", signature);
        withNull.put("Accept", null);
        List<Map<String, ?>> maps = List.of(
                Map.of("X-COMMET-SIGNATURE", signature, "X-Commet-Event", "subscription.canceled"),
                Map.of("x-commet-signature", List.of(signature)),
                Map.of("x-commet-signature", new String[] {signature}),
                withNull);
        for (Map<String, ?> headers : maps) {
            assertEquals("evt_1", webhooks.receive(body, headers, options).getId());
            assertEquals("evt_1", webhooks.receive(body, headers.entrySet(), options).getId());
        }
        Function<String, String> lookup = Map.of("X-Commet-Signature", signature)::get;
        assertEquals("evt_1", webhooks.receive(body, lookup, options).getId());
        assertEquals("evt_1", webhooks.receive(BODY, name -> Collections.enumeration(name.endsWith("Signature") ? List.of(signature) : List.of()), options).getId());
    }

    /** Names of headers are ASCII: to Java ſ is an s in another case, and the core knows no such header. */
    @Test
    void takesNoOtherLettersForThoseOfAHeader() {
        Map<String, String> headers = Map.of("X-Commet-\u017fignature", signature, "X-Commet-S\u0131gnature", signature);
        assertEquals(ErrorCode.MISSING_SIGNATURE, refused(body, headers, options).getCode());
    }

    @Test
    void refusesARepeatedSignature() {
        for (Object twice : List.of(List.of(signature, signature), List.of("", signature), signature + ", " + signature)) {
            assertEquals(ErrorCode.MALFORMED_SIGNATURE, refused(body, Map.of("X-Commet-Signature", twice), options).getCode());
        }
        assertEquals(ErrorCode.MALFORMED_SIGNATURE, refused(body, Map.of("X-Commet-Signature", signature, "x-commet-signature", signature), options).getCode());
    }

    @Test
    void takesTextAndRefusesWhatIsNotRaw() {
        Map<String, String> headers = Map.of("X-Commet-Signature", signature);
        assertEquals("evt_1", webhooks.receive(BODY, headers, options).getId());
        assertEquals("evt_1", webhooks.receive((Object) body, headers, options).getId());
        ConfigurationException error = assertThrows(
                ConfigurationException.class, () -> webhooks.receive(webhooks.verifyAndParse(body, signature, SECRET), headers, options));
        assertEquals(ErrorCode.BODY_NOT_RAW, error.getCode());
        assertTrue(error.getHint().contains("Spring"));
        assertEquals(500, error.getHttpStatus());
        assertEquals(ErrorCode.EMPTY_BODY, refused(null, headers, options).getCode());
    }

    @Test
    void saysExactlyWhatIsWrong() {
        WebhookException missing = refused(body, Map.of(), options);
        assertInstanceOf(NotAuthenticException.class, missing);
        assertEquals(ErrorCode.MISSING_SIGNATURE, missing.getCode());
        assertEquals(403, missing.getHttpStatus());
        assertTrue(missing.getMessage().contains("X-Commet-Signature") && missing.getMessage().endsWith(missing.getHint()));

        assertEquals(ErrorCode.SIGNATURE_MISMATCH, refused(body, Map.of("X-Commet-Signature", "0".repeat(64)), options).getCode());

        WebhookException json = refused("{\"event\":}", options);
        assertInstanceOf(UnreadableException.class, json);
        assertEquals(400, json.getHttpStatus());
        assertEquals(9, json.getOffset());
        assertNull(json.getField());

        WebhookException envelope = refused("{\"event\":\"x\"}", options);
        assertEquals(ErrorCode.INVALID_ENVELOPE, envelope.getCode());
        assertEquals("data", envelope.getField());
        assertEquals(-1, envelope.getOffset());

        WebhookException large = refused(BODY, WebhookOptions.builder().secret(SECRET).maxBodyBytes(10).build());
        assertInstanceOf(TooLargeException.class, large);
        assertEquals(413, large.getHttpStatus());
        byte[] larger = new byte[1 << 20];
        large = refused(larger, Map.of(), WebhookOptions.builder().secret(SECRET).maxBodyBytes(larger.length - 1).build());
        assertTrue(large.getMessage().startsWith("the body has 1048576 bytes, more than the limit of 1048575"), large.getMessage());
    }

    @Test
    void expectsWhatItIsToldTo() {
        Instant emitted = Instant.parse("2026-03-25T14:30:00Z");
        Function<Duration, WebhookOptions> at = since -> WebhookOptions.builder()
                .secret("whsec_old").secrets(List.of(SECRET))
                .mode("live")
                .maxAge(Duration.ofMinutes(1))
                .clockSkew(Duration.ofSeconds(1))
                .clock(Clock.fixed(emitted.plus(since), ZoneOffset.UTC))
                .build();
        assertEquals("evt_1", webhooks.receive(body, Map.of("X-Commet-Signature", signature), at.apply(Duration.ofSeconds(60))).getId());
        assertEquals(ErrorCode.TOO_OLD, refused(BODY, at.apply(Duration.ofSeconds(61))).getCode());
        assertEquals(ErrorCode.FROM_THE_FUTURE, refused(BODY, at.apply(Duration.ofSeconds(-2))).getCode());
        WebhookException mode = refused(BODY, WebhookOptions.builder().secret(SECRET).mode("sandbox").build());
        assertInstanceOf(RefusedException.class, mode);
        assertEquals(ErrorCode.WRONG_MODE, mode.getCode());
        WebhookOptions.Builder young = WebhookOptions.builder().secret(SECRET).maxAge(Duration.ofDays(1));
        assertEquals(ErrorCode.TOO_OLD, refused(BODY, young.clock(Clock.fixed(Instant.MAX, ZoneOffset.UTC)).build()).getCode());
        assertEquals(ErrorCode.FROM_THE_FUTURE, refused(BODY, young.clock(Clock.fixed(Instant.MIN, ZoneOffset.UTC)).build()).getCode());
        // Without an age, the clock is nobody's business.
        WebhookOptions forever = WebhookOptions.builder().secret(SECRET).maxAge(Duration.ofSeconds(Long.MAX_VALUE)).build();
        assertEquals("evt_1", webhooks.receive(body, Map.of("X-Commet-Signature", signature), forever).getId());
    }

    @Test
    void wantsSecretsAndNeverShowsThem() {
        for (String blank : Arrays.asList(null, "", " \t\n")) {
            assertEquals(ErrorCode.EMPTY_SECRET, assertThrows(ConfigurationException.class, () -> WebhookOptions.of(blank)).getCode());
        }
        assertThrows(ConfigurationException.class, () -> WebhookOptions.builder().build());
        assertThrows(ConfigurationException.class, () -> WebhookOptions.builder().secret(SECRET).secret("").build());
        assertThrows(ConfigurationException.class, () -> WebhookOptions.builder().secrets(Arrays.asList(SECRET, null)).build());
        assertFalse(options.toString().contains(SECRET));
        WebhookException mismatch = refused(body, Map.of("X-Commet-Signature", "0".repeat(64)), options);
        assertFalse(mismatch.toString().contains(SECRET) || mismatch.toString().contains(signature));
    }

    @Test
    void receivesCreem() {
        CreemWebhooks creem = Creem.builder().apiKey("creem_1").build().webhooks();
        String text = "{\"id\":\"evt_2\",\"eventType\":\"subscription.paused\",\"created_at\":1728734325927,\"object\":{\"id\":\"sub_1\",\"mode\":\"test\"}}";
        var event = creem.receive(text, Map.of("creem-signature", creem.sign(text, SECRET)), options);
        assertEquals("test", event.getMode());
        assertEquals(Instant.ofEpochMilli(1728734325927L), event.getTime());
        assertEquals(false, event.grantsAccess());
        assertEquals(Provider.CREEM, event.getProvider());
    }

    @Test
    void catchesDataThatDoesNotFit() {
        String text = Samples.event("payment.failed", "{\"invoiceId\":5}");
        var event = webhooks.receive(text, Map.of("X-Commet-Signature", webhooks.sign(text, SECRET)), options);
        assertTrue(event.isKnown() && !event.isTyped());
        assertFalse(event.getData() instanceof PaymentFailed);
        assertEquals("data.invoiceId: expected a string, found a number", event.getUntypedReason());
        assertEquals(Map.of("invoiceId", 5), event.getData().getRaw());
    }
}
