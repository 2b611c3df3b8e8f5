/*
 * Times the library against what a program in C would otherwise do: `make bench ONLY=c` in the root.
 * Arguments and output are those of benches/src/measurements.rs.
 */

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bodies.h"
#include "commet.h"
#include "commet_events.h"

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "GCC " __VERSION__
#endif

#define SECRET "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
#define SECRET_LENGTH (sizeof SECRET - 1)

struct request {
    const char *body;
    size_t length;
    const char *event;
    char signature[COMMET_SIGNATURE_SIZE];
};

static commet_verifier *verifier;
static unsigned char *buffer;
static size_t capacity;

static void openssl_digest(const struct request *request, unsigned char digest[SHA256_DIGEST_LENGTH])
{
    HMAC(EVP_sha256(), SECRET, (int)SECRET_LENGTH, (const unsigned char *)request->body, request->length,
         digest, NULL);
}

/* What most programs do: the documented algorithm with OpenSSL's one call, and printf for the hex. */
static bool openssl_printf(const struct request *request)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    char hex[2 * SHA256_DIGEST_LENGTH + 1];
    openssl_digest(request, digest);
    for (size_t at = 0; at < sizeof digest; at++) {
        snprintf(hex + 2 * at, 3, "%02x", digest[at]);
    }
    return CRYPTO_memcmp(hex, request->signature, 2 * SHA256_DIGEST_LENGTH) == 0;
}

/* The same with care for speed. */
static bool openssl_table(const struct request *request)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA256_DIGEST_LENGTH];
    char hex[2 * SHA256_DIGEST_LENGTH];
    openssl_digest(request, digest);
    for (size_t at = 0; at < sizeof digest; at++) {
        hex[2 * at] = digits[digest[at] >> 4];
        hex[2 * at + 1] = digits[digest[at] & 15];
    }
    return CRYPTO_memcmp(hex, request->signature, sizeof hex) == 0;
}

static bool sha256_alone(const struct request *request)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    return SHA256((const unsigned char *)request->body, request->length, digest) != NULL;
}

static bool verify(const struct request *request)
{
    return commet_verify(request->body, request->length, request->signature, 64, SECRET, SECRET_LENGTH);
}

static bool verifier_verify(const struct request *request)
{
    return commet_verifier_verify(verifier, request->body, request->length, request->signature, 64);
}

static bool parse_into(const struct request *request)
{
    size_t needed;
    return commet_verify_and_parse_into(request->body, request->length, request->signature, 64, SECRET,
                                        SECRET_LENGTH, buffer, capacity, &needed) == COMMET_OK;
}

static bool receive_into(const struct request *request)
{
    size_t needed;
    return commet_receive_into(verifier, request->body, request->length, request->signature, 64, NULL, 0,
                               NULL, buffer, capacity, &needed) == COMMET_OK;
}

static bool receive(const struct request *request)
{
    const commet_header headers[] = {
        {commet_str("host"), commet_str("example.com")},
        {commet_str("user-agent"), commet_str("Commet-Webhooks/1.0")},
        {commet_str("accept"), commet_str("*/*")},
        {commet_str("content-type"), commet_str("application/json")},
        {commet_str("content-length"), commet_str("513")},
        {commet_str("x-commet-signature"), {request->signature, 64}},
        {commet_str("x-commet-event"), commet_str(request->event)},
        {commet_str("x-commet-timestamp"), commet_str("2026-06-23T14:00:00.000Z")},
    };
    commet_result *result = commet_receive(verifier, request->body, request->length, headers,
                                           sizeof headers / sizeof headers[0], NULL);
    const commet_value data = commet_event_data(result);
    const bool ok = commet_value_string(commet_value_path(data, "customerId")).len > 0 &&
                    commet_value_string(commet_value_path(data, "status")).len > 0;
    commet_result_free(result);
    return ok;
}

static const struct contender {
    /* What it does: only what does the same is compared. */
    const char *task;
    /* Whether it is a call of ours, or a peer. */
    const char *role;
    const char *name;
    bool (*call)(const struct request *request);
} contenders[] = {
    {"verify", "call", "commet_verify", verify},
    {"verify", "call", "commet_verifier_verify", verifier_verify},
    {"parse", "call", "commet_verify_and_parse_into", parse_into},
    {"parse", "call", "commet_receive_into", receive_into},
    {"parse", "call", "commet_receive, two fields", receive},
    {"verify", "peer", "HMAC() + printf", openssl_printf},
    {"verify", "peer", "HMAC() + table", openssl_table},
    {"hash", "peer", "SHA-256 alone", sha256_alone},
};

#define CONTENDERS (sizeof contenders / sizeof contenders[0])

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* The nanoseconds of a body, in a turn of a contender. */
static double take_turn(const struct contender *contender, const struct bodies *bodies,
                        const struct request *requests)
{
    const double start = now_ns();
    for (size_t pass = 0; pass < bodies->passes; pass++) {
        for (size_t number = 0; number < bodies->count; number++) {
            if (!contender->call(&requests[number])) {
                fprintf(stderr, "%s failed\n", contender->name);
                exit(1);
            }
        }
    }
    return (now_ns() - start) / (double)(bodies->passes * bodies->count);
}

static void measure(const struct bodies *bodies, const struct request *requests, size_t rounds)
{
    double *times = calloc(CONTENDERS * rounds, sizeof *times);
    if (times == NULL) {
        exit(1);
    }
    /* The first round warms up. */
    for (size_t round = 0; round <= rounds; round++) {
        for (size_t at = 0; at < CONTENDERS; at++) {
            const double time = take_turn(&contenders[at], bodies, requests);
            if (round > 0) {
                times[at * rounds + round - 1] = time;
            }
        }
    }
    for (size_t at = 0; at < CONTENDERS; at++) {
        printf("{\"bodies\":\"%s\",\"task\":\"%s\",\"%s\":\"%s\",\"ns\":[", bodies->name, contenders[at].task,
               contenders[at].role, contenders[at].name);
        for (size_t round = 0; round < rounds; round++) {
            printf("%s%.1f", round == 0 ? "" : ",", times[at * rounds + round]);
        }
        puts("]}");
    }
    free(times);
}

/* Tapes that are larger than `commet_buffer_size` expects would cost a second call. */
static void check_buffer(const struct request *request)
{
    size_t needed = 0;
    const commet_code code = commet_receive_into(verifier, request->body, request->length, request->signature,
                                                 64, NULL, 0, NULL, buffer, capacity, &needed);
    if (code != COMMET_OK || needed > commet_buffer_size(request->length)) {
        fprintf(stderr, "a body of %zu bytes has a tape of %zu\n", request->length, needed);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    const long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    if (rounds < 1) {
        fprintf(stderr, "usage: %s BODIES ROUNDS\n", argv[0]);
        return 2;
    }
    capacity = 1 << 20;
    buffer = malloc(capacity);
    if (buffer == NULL ||
        commet_verifier_new(COMMET_PROVIDER_COMMET, SECRET, SECRET_LENGTH, &verifier) != COMMET_OK) {
        return 1;
    }
    printf("{\"runtime\":\"C, " COMPILER "\",\"versions\":{\"OpenSSL\":\"%s\"}}\n",
           OpenSSL_version(OPENSSL_VERSION_STRING));
    for (size_t kind = 0; kind < KINDS; kind++) {
        struct bodies bodies = read_bodies(argv[1], kinds[kind]);
        struct request *requests = calloc(bodies.count, sizeof *requests);
        if (requests == NULL) {
            return 1;
        }
        for (size_t number = 0; number < bodies.count; number++) {
            struct request *request = &requests[number];
            request->body = bodies.body[number];
            request->length = bodies.length[number];
            request->event = strstr(kinds[kind], "small") != NULL
                                 ? COMMET_EVENT_NAME_SUBSCRIPTION_ACTIVATED
                                 : COMMET_EVENT_NAME_CUSTOMER_STATE_CHANGED;
            commet_sign(request->body, request->length, SECRET, SECRET_LENGTH, request->signature);
            check_buffer(request);
        }
        measure(&bodies, requests, (size_t)rounds);
        free(requests);
        free_bodies(&bodies);
    }
    free(buffer);
    commet_verifier_free(verifier);
    return 0;
}
