package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.commet.resources.Webhooks;
import co.commet.webhooks.WebhookEvent;
import co.commet.webhooks.WebhookOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The maps that payloads are made of are the caller's own, and behave as a {@link LinkedHashMap}. */
class PayloadsTest {

    private final Webhooks webhooks = new Webhooks();

    private Map<String, Object> parse(String body) {
        return webhooks.verifyAndParse(body, webhooks.sign(body, SECRET), SECRET);
    }

    /** A map with keys of the catalog and others, as received. */
    private Map<String, Object> received(int size) {
        return parse(IntStream.range(0, size).mapToObj(number -> "\"" + name(number) + "\":" + number).collect(Collectors.joining(",", "{", "}")));
    }

    private static String name(int number) {
        return number == 0 ? "customerId" : number == 1 ? "ñ" : "key " + number;
    }

    private static Map<String, Object> made(int size) {
        Map<String, Object> map = new LinkedHashMap<>();
        IntStream.range(0, size).forEach(number -> map.put(name(number), number));
        return map;
    }

    private static void areAlike(Map<String, Object> expected, Map<String, Object> map) {
        assertEquals(expected, map);
        assertEquals(map, expected);
        assertEquals(expected.hashCode(), map.hashCode());
        assertEquals(expected.toString(), map.toString());
        assertEquals(expected.size(), map.size());
        assertEquals(expected.isEmpty(), map.isEmpty());
        assertEquals(new ArrayList<>(expected.entrySet()), new ArrayList<>(map.entrySet()));
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(map.keySet()));
        for (int number = 0; number < 100; number++) {
            String key = new String(name(number).toCharArray());
            assertEquals(expected.get(key), map.get(key));
            assertEquals(expected.containsKey(key), map.containsKey(key));
            assertEquals(expected.containsValue(number), map.containsValue(number));
        }
        assertNull(map.get(7));
        assertEquals(expected.get(null), map.get(null));
        assertEquals(expected.containsKey(null), map.containsKey(null));
    }

    /** Does the same to both. */
    private static void change(Map<String, Object> map, int action, String key, int value) {
        switch (action) {
            case 0 -> map.put(key, value);
            case 1 -> map.remove(key);
            case 2 -> map.entrySet().removeIf(entry -> value % 3 == 0 && key.equals(entry.getKey()));
            case 3 -> map.entrySet().forEach(entry -> entry.setValue(value));
            case 4 -> map.replaceAll((name, before) -> name + value);
            case 5 -> map.merge(key, value, (before, added) -> null);
            case 6 -> map.computeIfAbsent(key, name -> value);
            case 7 -> map.keySet().remove(key);
            case 8 -> map.values().remove(value);
            case 9 -> map.putIfAbsent(key, value);
            case 10 -> map.replace(key, value);
            case 11 -> map.putAll(Map.of(key, value));
            case 12 -> map.put(key, null);
            case 13 -> map.entrySet().remove(Map.entry(key, value));
            default -> {
                if (value == 0) {
                    map.entrySet().clear();
                } else if (value == 1) {
                    map.put(null, value);
                }
            }
        }
    }

    @Test
    void behaveAsHashMapsInOrderDo() {
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 2, 5, 23, 24, 25, 90}) {
            areAlike(made(size), received(size));
            for (int time = 0; time < 200; time++) {
                Map<String, Object> expected = made(size);
                Map<String, Object> map = received(size);
                int changes = 1 + random.nextInt(4);
                for (int number = 0; number < changes; number++) {
                    int action = random.nextInt(15);
                    String key = name(random.nextInt(size + 2));
                    int value = random.nextInt(size + 2);
                    change(expected, action, key, value);
                    change(map, action, key, value);
                    areAlike(expected, map);
                }
            }
        }
    }

    @Test
    void canBeChangedWhileTheyAreWalked() {
        for (int size : new int[] {3, 40}) {
            Map<String, Object> map = received(size);
            Map<String, Object> expected = made(size);
            Iterator<Map.Entry<String, Object>> walk = map.entrySet().iterator();
            assertThrows(IllegalStateException.class, walk::remove);
            walk.next();
            Map.Entry<String, Object> second = walk.next();
            walk.remove();
            expected.remove("ñ");
            assertThrows(IllegalStateException.class, walk::remove);
            assertEquals(name(2), walk.next().getKey());
            assertEquals("ñ", second.getKey());
            areAlike(expected, map);
            while (walk.hasNext()) {
                walk.next();
            }
            assertThrows(NoSuchElementException.class, walk::next);

            Map<String, Object> other = received(size);
            Iterator<Map.Entry<String, Object>> disturbed = other.entrySet().iterator();
            Map.Entry<String, Object> first = disturbed.next();
            other.put("new", 1);
            assertThrows(ConcurrentModificationException.class, disturbed::next);
            assertThrows(ConcurrentModificationException.class, disturbed::remove);
            first.setValue("later");
            assertEquals("later", other.get("customerId"));
            Iterator<String> done = received(size).keySet().iterator();
            IntStream.range(0, size).forEach(number -> done.next());
            assertFalse(done.hasNext());
            assertThrows(NoSuchElementException.class, done::next);
        }
    }

    @Test
    void areSerialized() throws Exception {
        Map<String, Object> payload = parse("{\"a\":{\"customerId\":[{},\"é\"]},\"b\":null}");
        for (int time = 0; time < 2; time++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(payload);
            Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
            assertEquals(payload, copy);
            assertEquals(LinkedHashMap.class, copy.getClass());
            payload.put("c", 1);
        }
    }

    @Test
    void areLeftAloneByLaterCalls() {
        // As many words as bytes nearly, so that room which is made for the usual is not enough.
        String dense = "{\"event\":\"x\",\"data\":{\"list\":[" + "1,".repeat(50_000) + "2]}}";
        List<?> list = (List<?>) ((Map<?, ?>) parse(dense).get("data")).get("list");
        assertEquals(50_001, list.size());
        assertEquals(2, list.get(50_000));
        WebhookOptions options = WebhookOptions.of(SECRET);
        List<WebhookEvent<?>> kept = IntStream.range(0, 100).<WebhookEvent<?>>mapToObj(number -> {
            String body = Samples.event("x", number % 2 == 0 ? "{\"number\":" + number + "}" : "{\"name\":\"é\",\"number\":" + number + "}");
            Map<String, String> headers = Map.of("X-Commet-Signature", webhooks.sign(body, SECRET));
            WebhookEvent<?> event = webhooks.receive(body, headers, options);
            assertEquals(number, ((Map<?, ?>) parse(body).get("data")).get("number"));
            parse(dense);
            return event;
        }).toList();
        for (int number = 0; number < kept.size(); number++) {
            assertEquals(number, kept.get(number).getData().getRaw().get("number"));
        }
        assertNotEquals(kept.get(0).getRaw(), kept.get(1).getRaw());
        assertTrue(kept.get(0).getRaw().containsKey("mode"));
    }
}
