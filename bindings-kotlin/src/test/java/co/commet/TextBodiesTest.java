package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.commet.events.CommetData;
import co.commet.resources.Webhooks;
import co.commet.webhooks.ErrorCode;
import co.commet.webhooks.NotAuthenticException;
import co.commet.webhooks.WebhookEvent;
import co.commet.webhooks.WebhookOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A body that comes as a string stands for the bytes that {@link String#getBytes} gives. */
class TextBodiesTest {

    private final Webhooks webhooks = new Webhooks();
    private final WebhookOptions options = WebhookOptions.of(SECRET);

    /** All calls with a text give what they give with its bytes. */
    private void isAsItsBytes(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String signature = webhooks.sign(bytes, SECRET);
        assertEquals(signature, webhooks.sign(body, SECRET));
        assertTrue(webhooks.verify(body, signature, SECRET));
        assertFalse(webhooks.verify(body, signature, SECRET + "x"));
        Map<String, Object> payload = webhooks.verifyAndParse(bytes, signature, SECRET);
        assertEquals(Samples.jackson(bytes), payload);
        // With a secret that is new, that came before, and that has been prepared.
        Webhooks fresh = new Webhooks();
        for (int time = 0; time < 4; time++) {
            assertEquals(payload, fresh.verifyAndParse(body, signature, SECRET));
        }
        Map<String, String> headers = Map.of("x-commet-signature", signature);
        WebhookEvent<CommetData> event = webhooks.receive(body, headers, options);
        assertArrayEquals(bytes, event.getRawBody());
        assertEquals(payload, event.getRaw());
        assertEquals(payload.get("data"), event.getData().getRaw());
        assertEquals(payload.get("id"), event.getId());
        assertEquals(webhooks.receive(bytes, headers, options).getIdempotencyKey(), event.getIdempotencyKey());
    }

    private static String withName(String name) {
        // Jackson has a limit for keys.
        String key = name.length() > 20_000 ? "key" : name;
        return Samples.event("x", "{\"name\":\"" + name + "\",\"" + key + "\":[1,\"" + name + "\"],\"escaped\":\"\\u00e9\\n\",\"after\":\"z\"}");
    }

    @Test
    void standsForItsBytes() {
        Stream.of("", "a", "é", "ÿ", "Ā", "株式会社", "😀", "é株😀", "\u0080", "\u07ff\u0800\uffff", "a".repeat(5000), "é".repeat(5000),
                        "株".repeat(5000), "😀".repeat(5000), "Zoë ".repeat(20_000), "Zoë 株式会社 😀".repeat(100_000))
                .map(TextBodiesTest::withName)
                .forEach(this::isAsItsBytes);
        // Without an id it is the bytes that tell deliveries apart.
        isAsItsBytes("{\"event\":\"x\",\"data\":{\"name\":\"a\"}}");
        isAsItsBytes("{\"event\":\"x\",\"data\":{\"name\":\"é\"}}");
    }

    @Test
    void hasAQuestionMarkForHalfOfAPair() {
        for (String half : new String[] {
            "\ud800", "\udc00", "\udc00\ud800", "\ud800\ud800\udc00", "\ud800a", "\ud800é", "\udfff\udbff\udfff\udbff", "\ud83d".repeat(5000)
        }) {
            isAsItsBytes(withName(half));
            isAsItsBytes(withName(half + "株"));
        }
        String body = withName("a\ud800b");
        Map<?, ?> data = (Map<?, ?>) webhooks.verifyAndParse(body, webhooks.sign(body, SECRET), SECRET).get("data");
        assertEquals("a?b", data.get("name"));
        // At the very end, where nothing follows.
        assertEquals(webhooks.sign("{}?", SECRET), webhooks.sign("{}\ud83d", SECRET));
    }

    @Test
    void isEncodedAlikeWhereverItIsCut() {
        for (String beyond : new String[] {"é", "株", "😀", "\ud83d", "\ude00", "\ud83d\ud83d\ude00"}) {
            for (int before = 0; before < 40; before++) {
                same("a".repeat(before) + beyond + "b".repeat(40));
            }
            for (int before = 2040; before < 2056; before++) {
                same("a".repeat(before) + beyond);
                same("a".repeat(before) + beyond + "b".repeat(5000));
                same("é".repeat(before) + beyond.repeat(3000));
            }
        }
    }

    private void same(String text) {
        assertEquals(webhooks.sign(text.getBytes(StandardCharsets.UTF_8), SECRET), webhooks.sign(text, SECRET));
    }

    @Test
    void isRefusedAsItsBytesAre() {
        for (String body : new String[] {"", "{}", "株", "{\"event\":\"株\",", "[\"é\"]"}) {
            assertNull(webhooks.verifyAndParse(body, "0".repeat(64), SECRET));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    webhooks.verifyAndParse(bytes, webhooks.sign(bytes, SECRET), SECRET),
                    webhooks.verifyAndParse(body, webhooks.sign(body, SECRET), SECRET));
        }
        assertEquals(ErrorCode.EMPTY_BODY, code(""));
        assertEquals(ErrorCode.SIGNATURE_MISMATCH, code("株"));
    }

    private String code(String body) {
        return assertThrows(
                        NotAuthenticException.class,
                        () -> webhooks.receive(body, Map.of("X-Commet-Signature", "0".repeat(64)), options))
                .getCode();
    }
}
