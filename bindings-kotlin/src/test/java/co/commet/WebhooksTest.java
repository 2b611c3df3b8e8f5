package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.commet.resources.Webhooks;
import co.commet.webhooks.ConfigurationException;
import co.commet.webhooks.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The calls of the provider's documentation. */
class WebhooksTest {

    private final Webhooks webhooks = Commet.builder().apiKey(null).build().webhooks();

    private Map<String, Object> parse(String body) {
        return webhooks.verifyAndParse(body, webhooks.sign(body, SECRET), SECRET);
    }

    @Test
    void signsAsAnyHmacDoes() {
        assertEquals(
                "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
                webhooks.sign("The quick brown fox jumps over the lazy dog", "key"));
        ConfigurationException error = assertThrows(ConfigurationException.class, () -> webhooks.sign("{}", " "));
        assertEquals(ErrorCode.EMPTY_SECRET, error.getCode());
    }

    @Test
    void givesValuesAsJacksonDoes() {
        String body = "{\"event\":\"x\",\"z\":[1,-2147483648,2147483648,9007199254740993,-9223372036854775808,1.5,1e2,true,"
                + "false,null,\"\"],\"a\":{\"ñandú\":\"año 😀\",\"escape\\n\":\"\\u00e9\\\"\",\"empty\":{},\"none\":[]}}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> payload = webhooks.verifyAndParse(bytes, webhooks.sign(bytes, SECRET), SECRET);
        assertEquals(Samples.jackson(bytes), payload);
        assertEquals(payload, parse(body));
        assertEquals(List.of("event", "z", "a"), List.copyOf(payload.keySet()), "order is kept");
        payload.put("mine", 1);
        ((List<?>) payload.get("z")).clear();
    }

    @Test
    void givesTheNearestDoubleBeyondLong() {
        Map<String, Object> payload = parse("{\"u\":18446744073709551615,\"v\":9223372036854775808,\"w\":12345678901234567890123,\"n\":-0}");
        assertEquals(1.8446744073709552e19, payload.get("u"));
        assertEquals(9.223372036854775807e18, payload.get("v"));
        assertEquals(1.2345678901234568e22, payload.get("w"));
        assertEquals(-0.0, payload.get("n"));
        // Halfway between two doubles, and one more: the last bit decides.
        assertEquals(9223372036854777856.0, parse("{\"u\":9223372036854776833}").get("u"));
    }

    @Test
    void takesTheWholeOfAllSamplesAsJacksonDoes() {
        long compared = Stream.of("commet", "creem").flatMap(Samples::events).peek(body ->
                assertEquals(Samples.jackson(body), webhooks.verifyAndParse(body, webhooks.sign(body, SECRET), SECRET))).count();
        assertTrue(compared > 400, "there are samples");
    }

    @Test
    void isNullForWhatIsNotAuthentic() {
        String body = "{\"event\":\"x\"}";
        String signature = webhooks.sign(body, SECRET);
        assertNull(webhooks.verifyAndParse(body + " ", signature, SECRET));
        assertNull(webhooks.verifyAndParse(body, signature, "whsec_other"));
        for (String wrong : new String[] {"", "é".repeat(64), "é".repeat(32), "\ud800".repeat(64), signature + "zz", " " + signature, "\0".repeat(64), null}) {
            assertNull(webhooks.verifyAndParse(body, wrong, SECRET));
            assertFalse(webhooks.verify(body, wrong, SECRET));
        }
        assertNull(webhooks.verifyAndParse(null, signature, SECRET));
        assertNull(webhooks.verifyAndParse(body, signature, null));
        assertNull(webhooks.verifyAndParse(body, signature, ""));
        assertFalse(webhooks.verify(null, signature, SECRET));
        assertFalse(webhooks.verify((byte[]) null, signature, SECRET));
        assertTrue(webhooks.verify(body, signature.toUpperCase(java.util.Locale.ROOT), SECRET));
        assertTrue(webhooks.verify("añ😀", webhooks.sign("añ😀", "clé"), "clé"));
    }

    @Test
    void takesBytesThatOneOfSeveralSecretsHasSigned() {
        byte[] body = "{\"event\":\"x\"}".getBytes(StandardCharsets.US_ASCII);
        String signature = webhooks.sign(body, "whsec_new");
        assertEquals(Map.of("event", "x"), webhooks.verifyAndParse(body, signature, SECRET, "whsec_new"));
        assertTrue(webhooks.verify(body, signature, SECRET, "whsec_new"));
        for (String[] secrets : new String[][] {{}, null, {SECRET, "whsec_old"}, {"whsec_new", " "}, {"whsec_new", null}}) {
            assertNull(webhooks.verifyAndParse(body, signature, secrets));
            assertFalse(webhooks.verify(body, signature, secrets));
        }
    }

    @Test
    void isNullForWhatIsAuthenticButNoObject() {
        byte[] invalid = "{\"a\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
        invalid[6] = (byte) 0xff;
        byte[] deep = ("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] huge = ("{\"a\":" + "9".repeat(5000) + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] zeros = new byte[1000];
        for (byte[] body : List.of(invalid, deep, huge, zeros, "[]".getBytes(StandardCharsets.US_ASCII), new byte[0])) {
            byte[] copy = body.clone();
            assertNull(webhooks.verifyAndParse(body, webhooks.sign(body, SECRET), SECRET));
            assertArrayEquals(copy, body, "it is left as it was");
        }
    }

    @Test
    void takesBodiesOfAnySize() {
        for (int size : new int[] {1, 100, 4096, 65_536, 5_000_000}) {
            char[] text = new char[size];
            Arrays.fill(text, 'é');
            assertEquals(new String(text), parse("{\"event\":\"" + new String(text) + "\"}").get("event"));
        }
    }
}
