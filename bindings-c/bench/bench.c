/*
 * Times the library against what a program in C would otherwise do, and prints medians and ratios.
 *
 * Every round lets each contender go once through all bodies, in turn, so that whatever else the
 * machine does at that moment slows all of them. What counts is the median of the rounds' ratios.
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

#define ROUNDS 41
#define SECRET "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
#define SECRET_LENGTH (sizeof SECRET - 1)

struct request {
    char *body;
    size_t length;
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
        {commet_str("content-type"), commet_str("application/json")},
        {commet_str("x-commet-signature"), {request->signature, 64}},
    };
    commet_result *result = commet_receive(verifier, request->body, request->length, headers, 3, NULL);
    const commet_value data = commet_event_data(result);
    const bool ok = commet_value_string(commet_value_path(data, "customerId")).len > 0 &&
                    commet_value_string(commet_value_path(data, "status")).len > 0;
    commet_result_free(result);
    return ok;
}

static const struct contender {
    const char *name;
    bool (*call)(const struct request *request);
} contenders[] = {
    /* The first two are what the others are ratios to. */
    {"OpenSSL HMAC() + hex by printf", openssl_printf},
    {"OpenSSL HMAC() + hex by table", openssl_table},
    {"OpenSSL SHA256() alone", sha256_alone},
    {"commet_verify", verify},
    {"commet_verifier_verify", verifier_verify},
    {"commet_verify_and_parse_into", parse_into},
    {"commet_receive_into", receive_into},
    {"commet_receive, two fields", receive},
};

#define CONTENDERS (sizeof contenders / sizeof contenders[0])

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *one, const void *other)
{
    const double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static double median(const double values[ROUNDS])
{
    double sorted[ROUNDS];
    memcpy(sorted, values, sizeof sorted);
    qsort(sorted, ROUNDS, sizeof sorted[0], compare);
    return sorted[ROUNDS / 2];
}

static double ratio(const double numerators[ROUNDS], const double denominators[ROUNDS])
{
    double ratios[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = numerators[round] / denominators[round];
    }
    return median(ratios);
}

static void report(const struct shape *shape, bool ascii, const struct request *requests)
{
    static double times[CONTENDERS][ROUNDS];
    size_t bytes = 0;
    for (int number = 0; number < shape->count; number++) {
        bytes += requests[number].length;
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t at = 0; at < CONTENDERS; at++) {
            const double start = now_ns();
            for (int number = 0; number < shape->count; number++) {
                if (!contenders[at].call(&requests[number])) {
                    fprintf(stderr, "%s failed\n", contenders[at].name);
                    exit(1);
                }
            }
            times[at][round] = (now_ns() - start) / shape->count;
        }
    }
    printf("\n%s: %d bodies of %zu bytes, %s\n", shape->name, shape->count, bytes / (size_t)shape->count,
           ascii ? "ASCII" : "with characters beyond ASCII");
    printf("%-32s%10s%24s%24s\n", "", "ns", "x HMAC() and printf", "x HMAC() and table");
    for (size_t at = 0; at < CONTENDERS; at++) {
        printf("%-32s%10.0f%24.2f%24.2f\n", contenders[at].name, median(times[at]),
               ratio(times[0], times[at]), ratio(times[1], times[at]));
    }
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

int main(void)
{
    if (commet_verifier_new(COMMET_PROVIDER_COMMET, SECRET, SECRET_LENGTH, &verifier) != COMMET_OK) {
        return 1;
    }
    capacity = 1 << 20;
    buffer = malloc(capacity);
    for (int ascii = 1; ascii >= 0; ascii--) {
        for (const struct shape *shape = shapes; shape < shapes + SHAPES; shape++) {
            struct request *requests = calloc((size_t)shape->count, sizeof *requests);
            if (buffer == NULL || requests == NULL) {
                return 1;
            }
            for (int number = 0; number < shape->count; number++) {
                struct request *request = &requests[number];
                request->body = make_body(shape, number, ascii != 0, &request->length);
                commet_sign(request->body, request->length, SECRET, SECRET_LENGTH, request->signature);
                check_buffer(request);
            }
            report(shape, ascii != 0, requests);
            for (int number = 0; number < shape->count; number++) {
                free(requests[number].body);
            }
            free(requests);
        }
    }
    free(buffer);
    commet_verifier_free(verifier);
    return 0;
}
