/*
 * A test is a function that CHECKs; a program is a list of tests. Each prints a line, and the
 * program fails if one does.
 */

#ifndef HARNESS_H
#define HARNESS_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "commet.h"

static bool test_failed;

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)

static inline bool check(bool holds, const char *condition, const char *file, int line)
{
    if (!holds) {
        fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
        test_failed = true;
    }
    return holds;
}

struct test {
    const char *name;
    void (*run)(void);
};

static inline int run_tests(const struct test *tests, size_t count)
{
    bool any_failed = false;
    for (size_t at = 0; at < count; at++) {
        test_failed = false;
        tests[at].run();
        printf("%s %s\n", test_failed ? "FAILED" : "ok", tests[at].name);
        fflush(stdout);
        any_failed = any_failed || test_failed;
    }
    return any_failed ? 1 : 0;
}

#define RUN(tests) run_tests((tests), sizeof(tests) / sizeof(tests)[0])

/* What most tests are about. */

#define SECRET "whsec_test"

static inline bool is(commet_slice slice, const char *text)
{
    return slice.data != NULL && slice.len == strlen(text) && memcmp(slice.data, text, slice.len) == 0;
}

static inline bool is_nothing(commet_slice slice)
{
    return slice.data == NULL && slice.len == 0;
}

static inline commet_verifier *new_verifier(int32_t provider)
{
    commet_verifier *verifier = NULL;
    CHECK(commet_verifier_new(provider, SECRET, strlen(SECRET), &verifier) == COMMET_OK);
    return verifier;
}

/* What a body signed with SECRET comes to. */
static inline commet_result *receive_signed(int32_t provider, const char *body, size_t length,
                                            const commet_options *options)
{
    char signature[COMMET_SIGNATURE_SIZE];
    CHECK(commet_sign(body, length, SECRET, strlen(SECRET), signature) == COMMET_OK);
    commet_verifier *verifier = new_verifier(provider);
    const commet_header headers[] = {
        {commet_str("Content-Type"), commet_str("application/json")},
        {commet_signature_header(provider), commet_str(signature)},
    };
    commet_result *result = commet_receive(verifier, body, length, headers, 2, options);
    commet_verifier_free(verifier);
    return result;
}

static inline commet_result *receive_text(const char *body)
{
    return receive_signed(COMMET_PROVIDER_COMMET, body, strlen(body), NULL);
}

#endif
