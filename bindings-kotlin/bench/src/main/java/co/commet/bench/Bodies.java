package co.commet.bench;

import java.util.StringJoiner;

/**
 * A size of body that is measured, as in benches/src/bodies.rs of the project. Bodies of a size differ: repeating a
 * single one would flatter caches.
 */
public enum Bodies {
    SMALL("544 B", 0, 400),
    MEDIUM("2.4 KB", 5, 400),
    LARGE("66 KB", 192, 60);

    private static final String PERIOD = "\"period\":{\"start\":\"2026-07-01T00:00:00.000Z\",\"end\":\"2026-08-01T00:00:00.000Z\"}";

    final String label;
    final int count;
    private final int features;

    Bodies(String label, int features, int count) {
        this.label = label;
        this.features = features;
        this.count = count;
    }

    String body(int number, String name) {
        String head = String.format(
                "\"timestamp\":\"2026-06-23T14:%02d:%02d.%03dZ\",\"organizationId\":\"8f14e45f-ceea-4e7a-9c3d-%012x\","
                        + "\"mode\":\"live\",\"apiVersion\":\"2026-08-27\"",
                number % 60, number % 59, number % 997, number);
        if (features == 0) {
            return String.format(
                    "{\"event\":\"subscription.activated\",%s,\"data\":{\"subscriptionId\":\"sub_%08x\",\"customerId\":\"user_%012d\","
                            + "\"status\":\"active\",\"currentPeriodStart\":\"2026-03-25T00:00:00.000Z\",\"currentPeriodEnd\":"
                            + "\"2026-04-25T00:00:00.000Z\",\"name\":\"%s %d\",\"invoiceId\":\"inv_%010x\",\"invoiceNumber\":\"INV-%06d\","
                            + "\"invoiceTotal\":%d,\"invoiceCurrency\":\"usd\",\"provider\":\"stripe\"}}",
                    head, number, number, name, number, number, number, 9900 + number);
        }
        return String.format(
                "{\"event\":\"customer.state_changed\",%s,\"data\":{\"customerId\":\"user_%d\",\"trigger\":\"subscription_activated\","
                        + "\"status\":\"active\",\"subscriptionId\":\"sub_%08x\",\"plan\":{\"id\":\"pln_%d\",\"name\":\"%s\"},"
                        + "\"billingInterval\":\"monthly\",\"consumptionModel\":\"metered\",\"features\":[%s],\"seats\":[{\"code\":"
                        + "\"editors\",\"current\":%d,\"included\":5,\"remaining\":2,\"unlimited\":false}],\"credits\":null,\"balance\":null}}",
                head, number, number, number, name, features(number, name), number % 5);
    }

    /** Usage and seats by turns, as the provider's documentation shows them. */
    private String features(int number, String name) {
        StringJoiner parts = new StringJoiner(",");
        for (int index = 0; index < features; index++) {
            int used = (number * 31 + index * 17) % 1000;
            parts.add(index % 2 == 0
                    ? String.format(
                            "{\"code\":\"api_calls_%d\",\"name\":\"%s %d\",\"unitName\":\"request\",\"type\":\"usage\",\"allowed\":true,"
                                    + "\"consumption\":{\"model\":\"metered\",%s,\"unitsUsed\":%d,\"includedUnits\":1000,"
                                    + "\"remainingUnits\":%d,\"unlimited\":false,\"overage\":{\"enabled\":true,\"units\":0,"
                                    + "\"unitPrice\":{\"amount\":50,\"currency\":\"usd\",\"scale\":10000}}}}",
                            index, name, index, PERIOD, used, 1000 - used)
                    : String.format(
                            "{\"code\":\"editors_%d\",\"name\":\"%s\",\"unitName\":\"seat\",\"type\":\"seats\",\"allowed\":true,"
                                    + "\"usage\":{%s,\"unitsUsed\":%d,\"includedUnits\":5,\"remainingUnits\":2,\"unlimited\":false,"
                                    + "\"overage\":{\"enabled\":false,\"units\":0}}}",
                            index, name, PERIOD, used % 6));
        }
        return parts.toString();
    }
}
