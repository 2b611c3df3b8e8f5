/* Signatures, verifiers, codes and versions. */

#include "harness.h"

static const char body[] = "{\"event\":\"payment.failed\",\"data\":{}}";
static const size_t body_length = sizeof body - 1;

static void signs_and_verifies(void)
{
    char signature[COMMET_SIGNATURE_SIZE + 1];
    memset(signature, '#', sizeof signature);
    CHECK(commet_sign(body, body_length, SECRET, strlen(SECRET), signature) == COMMET_OK);
    CHECK(strspn(signature, "0123456789abcdef") == 64);
    CHECK(signature[64] == '\0' && signature[65] == '#');
    CHECK(commet_verify(body, body_length, signature, 64, SECRET, strlen(SECRET)));
    for (size_t at = 0; at < 64; at++) {
        const char kept = signature[at];
        signature[at] = kept == '0' ? '1' : '0';
        CHECK(!commet_verify(body, body_length, signature, 64, SECRET, strlen(SECRET)));
        signature[at] = kept;
    }
    CHECK(!commet_verify(body, body_length - 1, signature, 64, SECRET, strlen(SECRET)));
    CHECK(!commet_verify(body, body_length, signature, 63, SECRET, strlen(SECRET)));
    CHECK(!commet_verify(body, body_length, signature, 65, SECRET, strlen(SECRET)));
    CHECK(!commet_verify(body, body_length, signature, 64, SECRET, strlen(SECRET) - 1));
}

static void is_the_algorithm_that_is_documented(void)
{
    /* printf '%s' '{"event":"x"}' | openssl dgst -sha256 -hmac whsec_test */
    char signature[COMMET_SIGNATURE_SIZE];
    CHECK(commet_sign("{\"event\":\"x\"}", 13, SECRET, strlen(SECRET), signature) == COMMET_OK);
    CHECK(strcmp(signature, "1fb1b5ffa72be9697ddabdd345f5aa0d77a10a27a45597350ecd80d32fe6c146") == 0);
}

static void any_of_several_secrets_may_have_signed(void)
{
    char first[COMMET_SIGNATURE_SIZE];
    char second[COMMET_SIGNATURE_SIZE];
    CHECK(commet_sign(body, body_length, SECRET, strlen(SECRET), first) == COMMET_OK);
    CHECK(commet_sign(body, body_length, "other", 5, second) == COMMET_OK);
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    CHECK(commet_verifier_verify(verifier, body, body_length, first, 64));
    CHECK(!commet_verifier_verify(verifier, body, body_length, second, 64));
    CHECK(commet_verifier_add_secret(verifier, "other", 5) == COMMET_OK);
    CHECK(commet_verifier_verify(verifier, body, body_length, first, 64));
    CHECK(commet_verifier_verify(verifier, body, body_length, second, 64));
    commet_verifier_free(verifier);
}

static void an_empty_or_blank_secret_is_an_error(void)
{
    char signature[COMMET_SIGNATURE_SIZE] = "untouched";
    commet_verifier *const untouched = (commet_verifier *)&signature;
    commet_verifier *verifier = untouched;
    const char *const blanks[] = {"", " ", "\t\n\r "};
    for (size_t at = 0; at < 3; at++) {
        const size_t length = strlen(blanks[at]);
        CHECK(commet_sign(body, body_length, blanks[at], length, signature) == COMMET_ERROR_EMPTY_SECRET);
        CHECK(commet_verifier_new(0, blanks[at], length, &verifier) == COMMET_ERROR_EMPTY_SECRET);
    }
    CHECK(strcmp(signature, "untouched") == 0);
    CHECK(verifier == untouched);
    verifier = new_verifier(COMMET_PROVIDER_CREEM);
    CHECK(commet_verifier_add_secret(verifier, " ", 1) == COMMET_ERROR_EMPTY_SECRET);
    commet_verifier_free(verifier);
}

static void providers_have_headers(void)
{
    CHECK(is(commet_signature_header(COMMET_PROVIDER_COMMET), "X-Commet-Signature"));
    CHECK(is(commet_event_header(COMMET_PROVIDER_COMMET), "X-Commet-Event"));
    CHECK(is(commet_signature_header(COMMET_PROVIDER_CREEM), "creem-signature"));
    CHECK(is_nothing(commet_event_header(COMMET_PROVIDER_CREEM)));
}

/* Programs are compiled with these numbers: within a SONAME they stay. */
static void numbers_of_codes_stay(void)
{
    static const struct {
        int32_t number;
        commet_code code;
        const char *name;
        int32_t status;
        commet_kind kind;
    } expected[] = {
        {0, COMMET_OK, "ok", 200, COMMET_KIND_NONE},
        {1, COMMET_ERROR_EMPTY_SECRET, "empty_secret", 500, COMMET_KIND_CONFIGURATION},
        {2, COMMET_ERROR_BODY_NOT_RAW, "body_not_raw", 500, COMMET_KIND_CONFIGURATION},
        {3, COMMET_ERROR_EMPTY_BODY, "empty_body", 403, COMMET_KIND_NOT_AUTHENTIC},
        {4, COMMET_ERROR_BODY_TOO_LARGE, "body_too_large", 413, COMMET_KIND_TOO_LARGE},
        {5, COMMET_ERROR_MISSING_SIGNATURE, "missing_signature", 403, COMMET_KIND_NOT_AUTHENTIC},
        {6, COMMET_ERROR_MALFORMED_SIGNATURE, "malformed_signature", 403, COMMET_KIND_NOT_AUTHENTIC},
        {7, COMMET_ERROR_SIGNATURE_MISMATCH, "signature_mismatch", 403, COMMET_KIND_NOT_AUTHENTIC},
        {8, COMMET_ERROR_INVALID_UTF8, "invalid_utf8", 400, COMMET_KIND_UNREADABLE},
        {9, COMMET_ERROR_INVALID_JSON, "invalid_json", 400, COMMET_KIND_UNREADABLE},
        {10, COMMET_ERROR_NOT_AN_OBJECT, "not_an_object", 400, COMMET_KIND_UNREADABLE},
        {11, COMMET_ERROR_INVALID_ENVELOPE, "invalid_envelope", 400, COMMET_KIND_UNREADABLE},
        {12, COMMET_ERROR_EVENT_HEADER_MISMATCH, "event_header_mismatch", 400, COMMET_KIND_REFUSED},
        {13, COMMET_ERROR_WRONG_MODE, "wrong_mode", 400, COMMET_KIND_REFUSED},
        {14, COMMET_ERROR_TOO_OLD, "too_old", 400, COMMET_KIND_REFUSED},
        {15, COMMET_ERROR_FROM_THE_FUTURE, "from_the_future", 400, COMMET_KIND_REFUSED},
        {1000, COMMET_ERROR_INTERNAL, "internal", 500, COMMET_KIND_CALL},
        {1001, COMMET_ERROR_NULL_ARGUMENT, "null_argument", 500, COMMET_KIND_CALL},
        {1002, COMMET_ERROR_INVALID_ARGUMENT, "invalid_argument", 500, COMMET_KIND_CALL},
        {1003, COMMET_ERROR_BUFFER_TOO_SMALL, "buffer_too_small", 500, COMMET_KIND_CALL},
    };
    for (size_t at = 0; at < sizeof expected / sizeof expected[0]; at++) {
        const int32_t code = (int32_t)expected[at].code;
        CHECK(code == expected[at].number);
        CHECK(strcmp(commet_code_name(code), expected[at].name) == 0);
        CHECK(commet_code_http_status(code) == expected[at].status);
        CHECK(commet_code_kind(code) == expected[at].kind);
        CHECK(strlen(commet_code_message(code)) > 0);
        CHECK(code == COMMET_OK || strlen(commet_code_hint(code)) > 0);
    }
}

static void a_number_that_is_no_code_has_texts_too(void)
{
    static const int32_t numbers[] = {-1, 16, 999, 1004, INT32_MIN, INT32_MAX};
    for (size_t at = 0; at < sizeof numbers / sizeof numbers[0]; at++) {
        CHECK(strcmp(commet_code_name(numbers[at]), "unknown") == 0);
        CHECK(strlen(commet_code_message(numbers[at])) > 0);
        CHECK(strlen(commet_code_hint(numbers[at])) > 0);
        CHECK(commet_code_http_status(numbers[at]) == 500);
        CHECK(commet_code_kind(numbers[at]) == COMMET_KIND_CALL);
    }
}

static void header_and_library_are_of_one_version(void)
{
    char version[64];
    snprintf(version, sizeof version, "%d.%d.%d", COMMET_VERSION_MAJOR, COMMET_VERSION_MINOR,
             COMMET_VERSION_PATCH);
    CHECK(strcmp(version, COMMET_VERSION) == 0);
    CHECK(strcmp(version, commet_version()) == 0);
}

int main(void)
{
    static const struct test tests[] = {
        {"signs and verifies", signs_and_verifies},
        {"is the algorithm that is documented", is_the_algorithm_that_is_documented},
        {"any of several secrets may have signed", any_of_several_secrets_may_have_signed},
        {"an empty or blank secret is an error", an_empty_or_blank_secret_is_an_error},
        {"providers have headers", providers_have_headers},
        {"numbers of codes stay", numbers_of_codes_stay},
        {"a number that is no code has texts too", a_number_that_is_no_code_has_texts_too},
        {"header and library are of one version", header_and_library_are_of_one_version},
    };
    return RUN(tests);
}
