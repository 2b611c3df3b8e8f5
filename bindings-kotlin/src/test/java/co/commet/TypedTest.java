package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import co.commet.creem.CheckoutCompleted;
import co.commet.creem.Product;
import co.commet.events.BooleanFeature;
import co.commet.events.CustomerStateChanged;
import co.commet.events.Feature;
import co.commet.events.FeatureAccessFlat;
import co.commet.events.SubscriptionCanceled;
import co.commet.events.SubscriptionStatus;
import co.commet.events.UnknownFeature;
import co.commet.resources.CreemWebhooks;
import co.commet.resources.Webhooks;
import co.commet.webhooks.DataObject;
import co.commet.webhooks.EventData;
import co.commet.webhooks.Expandable;
import co.commet.webhooks.OpenEnum;
import co.commet.webhooks.ProviderWebhooks;
import co.commet.webhooks.WebhookOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TypedTest {

    private final WebhookOptions options = WebhookOptions.of(SECRET);
    private final Webhooks webhooks = new Webhooks();

    private <D extends EventData> D data(ProviderWebhooks<D> webhooks, byte[] body) {
        Map<String, String> headers = Map.of(webhooks.getProvider().signatureHeader(), webhooks.sign(body, SECRET));
        return webhooks.receive(body, headers, options).getData();
    }

    private <T> T data(Class<T> type, String event, String data) {
        return assertInstanceOf(type, data(webhooks, Samples.event(event, data).getBytes(StandardCharsets.UTF_8)));
    }

    /** Every method of every class says what the plain map says, whatever the order in which they are asked. */
    @Test
    void agreesWithThePlainDataOfAllSamples() {
        int typed = 0;
        Map<Class<?>, Integer> seen = new HashMap<>();
        for (ProviderWebhooks<?> provider : List.of(webhooks, new CreemWebhooks())) {
            for (byte[] body : Samples.events(provider.getProvider().name().toLowerCase(Locale.ROOT)).toList()) {
                EventData data = data(provider, body);
                if (!data.getClass().getSimpleName().equals("UnknownEvent")) {
                    compare((DataObject) data, data.getRaw());
                    seen.merge(data.getClass(), 1, Integer::sum);
                    typed++;
                }
            }
        }
        assertTrue(typed > 400, "samples are typed: " + typed);
        assertEquals(83, seen.size(), "every event has a sample");
    }

    private static void compare(DataObject object, Map<String, Object> raw) {
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : object.getClass().getMethods()) {
            if (method.getName().startsWith("get") && method.getParameterCount() == 0
                    && DataObject.class.isAssignableFrom(method.getDeclaringClass())
                    && method.getDeclaringClass() != DataObject.class) {
                getters.put(method.getName().substring(3).toLowerCase(Locale.ROOT), method);
            }
        }
        raw.forEach((key, value) -> {
            Method getter = getters.remove(key.replace("_", "").toLowerCase(Locale.ROOT));
            if (getter != null) {
                compare(get(object, getter), value, key);
            }
        });
        getters.values().forEach(getter -> assertNull(get(object, getter), getter.getName()));
        assertEquals(object, object);
    }

    private static Object get(Object object, Method getter) {
        try {
            return getter.invoke(object);
        } catch (IllegalAccessException | InvocationTargetException error) {
            return fail(getter + ": " + error.getCause());
        }
    }

    @SuppressWarnings("unchecked")
    private static void compare(Object value, Object raw, String key) {
        if (value instanceof DataObject object) {
            compare(object, (Map<String, Object>) raw);
        } else if (value instanceof Expandable.Expanded<?> expanded) {
            compare(expanded.value(), raw, key);
        } else if (value instanceof Expandable.Id<?> id) {
            assertEquals(raw, id.id(), key);
        } else if (value instanceof List<?> list && raw instanceof List<?> elements) {
            assertEquals(elements.size(), list.size(), key);
            for (int index = 0; index < list.size(); index++) {
                compare(list.get(index), elements.get(index), key);
            }
        } else if (value instanceof List<?> list) {
            assertEquals(1, list.size(), key);
            compare(list.get(0), raw, key);
        } else if (value instanceof Instant time) {
            assertEquals(raw instanceof Number number ? Instant.ofEpochMilli(number.longValue()) : Instant.parse((String) raw), time, key);
        } else if (value instanceof BigDecimal || value instanceof Long) {
            assertEquals(((Number) raw).doubleValue(), ((Number) value).doubleValue(), key);
        } else if (value instanceof OpenEnum) {
            assertEquals(raw, value.toString(), key);
        } else {
            assertEquals(raw, value, key);
        }
    }

    @Test
    void keepsUnknownFieldsAndValues() {
        SubscriptionCanceled data = data(SubscriptionCanceled.class, "subscription.canceled",
                "{\"new\":1,\"status\":\"hibernating\",\"customerId\":\"añ\\n\",\"subscriptionId\":\"s\",\"cancelReason\":null}");
        assertEquals("hibernating", data.getStatus().toString());
        assertEquals(SubscriptionStatus.Value.UNKNOWN, data.getStatus().getValue());
        assertEquals(SubscriptionStatus.of("hibernating"), data.getStatus());
        assertNotEquals(SubscriptionStatus.ACTIVE, data.getStatus());
        assertSame(SubscriptionStatus.PAST_DUE, SubscriptionStatus.of("past_due"));
        assertEquals("añ\n", data.getCustomerId());
        assertEquals(1, data.getRaw().get("new"));
        assertNull(data.getEndDate());
    }

    @Test
    void comparesByClassAndContent() {
        String text = "{\"status\":\"active\",\"customerId\":\"c\",\"subscriptionId\":\"s\"}";
        SubscriptionCanceled one = data(SubscriptionCanceled.class, "subscription.canceled", text);
        SubscriptionCanceled same = data(SubscriptionCanceled.class, "subscription.canceled", text.replace(",", " , "));
        assertEquals(one, same);
        assertEquals(one.hashCode(), same.hashCode());
        assertNotEquals(one, data(SubscriptionCanceled.class, "subscription.canceled", text.replace("\"c\"", "\"d\"")));
        assertEquals("SubscriptionCanceled{status=active, customerId=c, subscriptionId=s}", one.toString());
    }

    @Test
    void tellsVariantsByWhatFits() {
        String features = "[{\"code\":\"a\",\"name\":\"A\",\"type\":\"boolean\",\"allowed\":true,\"enabled\":true},"
                + "{\"code\":\"b\",\"name\":\"B\",\"type\":\"boolean\",\"allowed\":true},"
                + "{\"type\":\"hologram\",\"depth\":3}]";
        byte[] sample = Samples.events("commet")
                .filter(body -> data(webhooks, body) instanceof CustomerStateChanged state && !state.getFeatures().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
        @SuppressWarnings("unchecked")
        Map<String, Object> raw = (Map<String, Object>) Samples.jackson(sample).get("data");
        raw.put("features", Samples.jackson(("{\"f\":" + features + "}").getBytes(StandardCharsets.UTF_8)).get("f"));
        CustomerStateChanged state = data(CustomerStateChanged.class, "customer.state_changed", Samples.json(raw));
        assertEquals(
                List.of(BooleanFeature.class, FeatureAccessFlat.class, UnknownFeature.class),
                state.getFeatures().stream().map(Feature::getClass).collect(Collectors.toList()));
    }

    @Test
    void readsTimesAsTheCoreDoes() {
        for (String[] time : new String[][] {
            {"\"2026-03-25T14:30:00.5+02:00\"", "2026-03-25T12:30:00.500Z"},
            {"\"2026-03-25\"", "2026-03-25T00:00:00Z"},
            {"1774441800", "2026-03-25T12:30:00Z"},
            {"1774441800500", "2026-03-25T12:30:00.500Z"},
            {"1774441800.5", "2026-03-25T12:30:00.500Z"},
        }) {
            SubscriptionCanceled data = data(SubscriptionCanceled.class, "subscription.canceled",
                    "{\"status\":\"active\",\"customerId\":\"c\",\"subscriptionId\":\"s\",\"endDate\":" + time[0] + "}");
            assertEquals(Instant.parse(time[1]), data.getEndDate());
        }
    }

    @Test
    void givesIdsOrObjects() {
        CheckoutCompleted checkout = Samples.events("creem")
                .map(body -> data(new CreemWebhooks(), body))
                .filter(CheckoutCompleted.class::isInstance)
                .map(CheckoutCompleted.class::cast)
                .findFirst()
                .orElseThrow();
        Expandable<Product> product = checkout.getProduct();
        if (product instanceof Expandable.Expanded<Product> expanded) {
            assertEquals(((Map<?, ?>) checkout.getRaw().get("product")).get("id"), expanded.value().getId());
        } else {
            assertEquals(checkout.getRaw().get("product"), ((Expandable.Id<Product>) product).id());
        }
    }
}
