#include "bodies.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const struct shape shapes[SHAPES] = {
    {"small", 0, 400},
    {"medium", 5, 400},
    {"large", 192, 60},
};

/* Text that grows. */
struct text {
    char *data;
    size_t length;
    size_t capacity;
};

static void append(struct text *text, const char *format, ...)
{
    for (;;) {
        va_list arguments;
        va_start(arguments, format);
        const size_t room = text->capacity - text->length;
        const int wanted = vsnprintf(text->data + text->length, room, format, arguments);
        va_end(arguments);
        if (wanted >= 0 && (size_t)wanted < room) {
            text->length += (size_t)wanted;
            return;
        }
        text->capacity = 2 * text->capacity + 256;
        text->data = realloc(text->data, text->capacity);
        if (wanted < 0 || text->data == NULL) {
            abort();
        }
    }
}

/* Usage and seats by turns, as the documentation shows them. */
static void append_feature(struct text *text, int index, int number, const char *name)
{
    static const char period[] =
        "\"period\":{\"start\":\"2026-07-01T00:00:00.000Z\",\"end\":\"2026-08-01T00:00:00.000Z\"}";
    const int used = (number * 31 + index * 17) % 1000;
    append(text, index == 0 ? "" : ",");
    if (index % 2 == 0) {
        append(text,
               "{\"code\":\"api_calls_%d\",\"name\":\"%s %d\",\"unitName\":\"request\",\"type\":\"usage\","
               "\"allowed\":true,\"consumption\":{\"model\":\"metered\",%s,\"unitsUsed\":%d,"
               "\"includedUnits\":1000,\"remainingUnits\":%d,\"unlimited\":false,\"overage\":{"
               "\"enabled\":true,\"units\":0,\"unitPrice\":{\"amount\":50,\"currency\":\"usd\","
               "\"scale\":10000}}}}",
               index, name, index, period, used, 1000 - used);
    } else {
        append(text,
               "{\"code\":\"editors_%d\",\"name\":\"%s\",\"unitName\":\"seat\",\"type\":\"seats\","
               "\"allowed\":true,\"usage\":{%s,\"unitsUsed\":%d,\"includedUnits\":5,"
               "\"remainingUnits\":2,\"unlimited\":false,\"overage\":{\"enabled\":false,\"units\":0}}}",
               index, name, period, used % 6);
    }
}

char *make_body(const struct shape *shape, int number, bool ascii, size_t *length)
{
    struct text text = {NULL, 0, 0};
    const char *name = ascii ? "Acme Corporation, Inc." : "Caf\u00e9 Zo\u00eb \u682a\u5f0f\u4f1a\u793e";
    append(&text, "{\"event\":\"%s\",",
           shape->features == 0 ? "subscription.activated" : "customer.state_changed");
    append(&text,
           "\"timestamp\":\"2026-06-23T14:%02d:%02d.%03dZ\",\"organizationId\":"
           "\"8f14e45f-ceea-4e7a-9c3d-%012x\",\"mode\":\"live\",\"apiVersion\":\"2026-08-27\",\"data\":{",
           number % 60, number % 59, number % 997, (unsigned)number);
    if (shape->features == 0) {
        append(&text,
               "\"subscriptionId\":\"sub_%08x\",\"customerId\":\"user_%012d\",\"status\":\"active\","
               "\"currentPeriodStart\":\"2026-03-25T00:00:00.000Z\",\"currentPeriodEnd\":"
               "\"2026-04-25T00:00:00.000Z\",\"name\":\"%s %d\",\"invoiceId\":\"inv_%010x\","
               "\"invoiceNumber\":\"INV-%06d\",\"invoiceTotal\":%d,\"invoiceCurrency\":\"usd\","
               "\"provider\":\"stripe\"",
               (unsigned)number, number, name, number, (unsigned)number, number, 9900 + number);
    } else {
        append(&text,
               "\"customerId\":\"user_%d\",\"trigger\":\"subscription_activated\",\"status\":\"active\","
               "\"subscriptionId\":\"sub_%08x\",\"plan\":{\"id\":\"pln_%d\",\"name\":\"%s\"},"
               "\"billingInterval\":\"monthly\",\"consumptionModel\":\"metered\",\"features\":[",
               number, (unsigned)number, number, name);
        for (int index = 0; index < shape->features; index++) {
            append_feature(&text, index, number, name);
        }
        append(&text,
               "],\"seats\":[{\"code\":\"editors\",\"current\":%d,\"included\":5,\"remaining\":2,"
               "\"unlimited\":false}],\"credits\":null,\"balance\":null",
               number % 5);
    }
    append(&text, "}}");
    *length = text.length;
    return text.data;
}
