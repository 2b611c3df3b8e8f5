package co.commet.bench;

import co.commet.resources.Webhooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bodies of a kind, as frameworks hand them over, signed in all ways. */
final class Bodies {

    static final List<String> KINDS =
            List.of("small-ascii", "medium-ascii", "large-ascii", "small-unicode", "medium-unicode", "large-unicode");

    private static final Map<String, Bodies> ALL = new ConcurrentHashMap<>();

    final String[] texts;
    final byte[][] bytes;
    final String[] signatures;
    final List<Map<String, List<String>>> headers = new ArrayList<>();
    /** Those of Standard Webhooks, which the library of Svix knows as well. */
    final List<Map<String, List<String>>> standard = new ArrayList<>();

    /** Those of a kind, from the system property {@code bodies}. JMH asks for each contender and each round. */
    static Bodies of(String kind) {
        return ALL.computeIfAbsent(kind, name -> {
            try {
                return new Bodies(Files.readAllLines(Path.of(System.getProperty("bodies"), name + ".jsonl")));
            } catch (Exception error) {
                throw new IllegalStateException(error);
            }
        });
    }

    private Bodies(List<String> lines) throws Exception {
        int count = lines.size();
        texts = lines.toArray(String[]::new);
        bytes = new byte[count][];
        signatures = new String[count];
        Webhooks webhooks = new Webhooks();
        for (int index = 0; index < count; index++) {
            bytes[index] = texts[index].getBytes(StandardCharsets.UTF_8);
            signatures[index] = webhooks.sign(bytes[index], Contenders.SECRET);
            Map<String, List<String>> given = new LinkedHashMap<>();
            given.put("host", List.of("example.com"));
            given.put("user-agent", List.of("Commet-Webhooks/1.0"));
            given.put("accept", List.of("*/*"));
            given.put("content-type", List.of("application/json"));
            given.put("content-length", List.of(Integer.toString(bytes[index].length)));
            given.put("x-commet-signature", List.of(signatures[index]));
            given.put("x-commet-event", List.of(webhooks.receive(bytes[index], given, Contenders.OPTIONS).getType()));
            given.put("x-commet-timestamp", List.of("2026-06-23T14:00:00.000Z"));
            headers.add(given);
            String id = "msg_" + index;
            long now = System.currentTimeMillis() / 1000;
            standard.add(Map.of(
                    "webhook-id", List.of(id),
                    "webhook-timestamp", List.of(Long.toString(now)),
                    "webhook-signature", List.of(Contenders.STANDARD.sign(id, now, texts[index]))));
        }
    }
}
