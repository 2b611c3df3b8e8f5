package conformance;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The lines of the protocol, which tests/README.md of the project describes. */
public final class Protocol {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
            .build());

    private Protocol() {}

    /** Answers each case on standard input with a line on standard output. */
    public static void answerAll(Function<JsonNode, ObjectNode> answer) throws IOException {
        BufferedReader cases = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream results = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = cases.readLine(); line != null; line = cases.readLine()) {
            results.print(MAPPER.writeValueAsString(answer.apply(MAPPER.readTree(line))));
            results.print('\n');
        }
        results.flush();
    }

    /** An empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** A value as the protocol wants it. */
    public static JsonNode value(Object value) {
        if (value instanceof Map<?, ?> map) {
            ArrayNode entries = NODES.arrayNode();
            map.entrySet().stream()
                    .sorted(Comparator.comparing(
                            entry -> ((String) entry.getKey()).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                    .forEach(entry -> entries.addArray().add((String) entry.getKey()).add(value(entry.getValue())));
            return object().set("o", entries);
        }
        if (value instanceof List<?> list) {
            ArrayNode elements = NODES.arrayNode();
            list.forEach(element -> elements.add(value(element)));
            return elements;
        }
        if (value instanceof Number number) {
            return object().put("n", String.format("%016x", Double.doubleToRawLongBits(number.doubleValue())));
        }
        if (value instanceof Boolean bool) {
            return NODES.booleanNode(bool);
        }
        return value == null ? NODES.nullNode() : NODES.textNode((String) value);
    }
}
