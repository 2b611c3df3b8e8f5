/*
 * A million calls of everything that allocates, accepted and refused: memory stays as it is. Fewer
 * calls are for sanitizers and valgrind, which find leaks themselves, and whose own memory grows.
 */

#include <stdlib.h>
#include <unistd.h>

#include "harness.h"

#define MANY 1000000

/* What may be added by the allocator's own housekeeping. */
#define SLACK_KB 512

static const char body[] =
    "{\"event\":\"payment.failed\",\"timestamp\":\"2026-03-25T14:30:00Z\",\"data\":{\"customerId\":\"u\\u0073er\","
    "\"list\":[1,2,{\"a\":\"b\"}]}}";
static const size_t body_length = sizeof body - 1;
static char signature[COMMET_SIGNATURE_SIZE];
static commet_verifier *shared;
static long calls;

static long resident_kb(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1) {
        pages = 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Runs a call often; of many calls, it demands that after a tenth of them no memory is added. */
static void repeat(void (*call)(void))
{
    long before = 0;
    for (long number = 0; number < calls; number++) {
        if (number == calls / 10) {
            before = resident_kb();
        }
        call();
    }
    const long after = resident_kb();
    if (calls >= MANY && !CHECK(after - before < SLACK_KB)) {
        fprintf(stderr, "resident memory grew from %ld to %ld KB\n", before, after);
    }
}

static void receive_and_free(const char *signed_with)
{
    const commet_header headers[] = {{commet_str("x-commet-signature"), {signed_with, strlen(signed_with)}}};
    commet_options options = {.size = sizeof options, .has_max_age = 1, .max_age_seconds = UINT64_MAX / 4};
    commet_result *result = commet_receive(shared, body, body_length, headers, 1, &options);
    (void)commet_event_idempotency_key(result);
    (void)commet_result_tape(result);
    (void)commet_value_path(commet_event_data(result), "list[2].a");
    commet_result_free(result);
}

static void receive_authentic(void)
{
    receive_and_free(signature);
}

static void receive_forged(void)
{
    receive_and_free("0000000000000000000000000000000000000000000000000000000000000000");
    receive_and_free("not even a signature");
}

static void parse_payload(void)
{
    commet_result *result = commet_verify_and_parse(body, body_length, signature, 64, SECRET, strlen(SECRET));
    (void)commet_result_tape(result);
    commet_result_free(result);
    commet_result_free(commet_verifier_verify_and_parse(shared, body, body_length, signature, 64));
}

static void make_verifier(void)
{
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_CREEM);
    (void)commet_verifier_add_secret(verifier, "other", 5);
    (void)commet_verifier_add_secret(verifier, "", 0);
    (void)commet_verifier_verify(verifier, body, body_length, signature, 64);
    commet_verifier_free(verifier);
}

static void write_tape(void)
{
    char buffer[512];
    size_t needed;
    (void)commet_receive_into(shared, body, body_length, signature, 64, NULL, 0, NULL, buffer, sizeof buffer, &needed);
    (void)commet_receive_into(shared, body, body_length, signature, 64, NULL, 0, NULL, buffer, 1, &needed);
    (void)commet_receive_into(shared, body, body_length, signature, 63, NULL, 0, NULL, buffer, sizeof buffer, &needed);
    (void)commet_verify_and_parse_into(body, body_length, signature, 64, SECRET, strlen(SECRET), buffer, sizeof buffer,
                                       &needed);
    (void)commet_verifier_verify_and_parse_into(shared, body, body_length, signature, 64, buffer, sizeof buffer,
                                                &needed);
}

static void authentic_events(void)
{
    repeat(receive_authentic);
}

static void forged_events(void)
{
    repeat(receive_forged);
}

static void payloads(void)
{
    repeat(parse_payload);
}

static void verifiers(void)
{
    repeat(make_verifier);
}

static void tapes(void)
{
    repeat(write_tape);
}

int main(void)
{
    static const struct test tests[] = {
        {"authentic events leave nothing behind", authentic_events},
        {"forged events leave nothing behind", forged_events},
        {"payloads leave nothing behind", payloads},
        {"verifiers leave nothing behind", verifiers},
        {"tapes leave nothing behind", tapes},
    };
    const char *wanted = getenv("COMMET_TEST_CALLS");
    calls = wanted == NULL ? MANY : atol(wanted);
    commet_sign(body, body_length, SECRET, strlen(SECRET), signature);
    shared = new_verifier(COMMET_PROVIDER_COMMET);
    const int status = RUN(tests);
    commet_verifier_free(shared);
    return status;
}
