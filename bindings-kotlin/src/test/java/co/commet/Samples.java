package co.commet;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Bodies to test with. */
final class Samples {

    static final String SECRET = "whsec_test";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static {
        MAPPER.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4000).build());
    }

    private Samples() {}

    /** The vectors of every event in every version. */
    static Stream<byte[]> events(String provider) {
        try {
            JsonNode file = MAPPER.readTree(Path.of("../tests/vectors/events-" + provider + ".json").toFile());
            return StreamSupport.stream(file.get("cases").spliterator(), false)
                    .map(sample -> sample.get("body").textValue().getBytes(StandardCharsets.UTF_8));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** A body as another JSON library reads it. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> jackson(byte[] body) {
        try {
            return MAPPER.readValue(body, Map.class);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** A value as another JSON library writes it. */
    static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** An event of Commet with some data. */
    static String event(String type, String data) {
        return "{\"event\":\"" + type + "\",\"timestamp\":\"2026-03-25T14:30:00.000Z\",\"organizationId\":\"org_1\","
                + "\"mode\":\"live\",\"apiVersion\":\"2026-08-27\",\"id\":\"evt_1\",\"data\":" + data + "}";
    }
}
