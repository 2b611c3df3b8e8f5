/* NULL and garbage in the place of every argument: an error or nothing, never a crash. */

#include "harness.h"

static const char body[] = "{\"event\":\"x\",\"data\":{\"list\":[1,\"a\"]}}";
static const size_t body_length = sizeof body - 1;
static char signature[COMMET_SIGNATURE_SIZE];

static void a_length_without_a_pointer_is_an_error(void)
{
    char written[COMMET_SIGNATURE_SIZE] = "untouched";
    commet_verifier *verifier = NULL;
    CHECK(commet_sign(NULL, 1, SECRET, 10, written) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_sign(body, body_length, NULL, 1, written) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_sign(body, body_length, SECRET, 10, NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(strcmp(written, "untouched") == 0);
    CHECK(commet_verifier_new(0, NULL, 1, &verifier) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verifier_new(0, SECRET, 10, NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verifier_add_secret(NULL, SECRET, 10) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(verifier == NULL);
    verifier = new_verifier(COMMET_PROVIDER_COMMET);
    CHECK(commet_verifier_add_secret(verifier, NULL, 1) == COMMET_ERROR_NULL_ARGUMENT);
    commet_verifier_free(verifier);
}

static void nothing_verifies_nothing(void)
{
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    CHECK(commet_verify(body, body_length, signature, 64, SECRET, 10));
    CHECK(!commet_verify(NULL, 0, signature, 64, SECRET, 10));
    CHECK(!commet_verify(NULL, 5, signature, 64, SECRET, 10));
    CHECK(!commet_verify(body, body_length, NULL, 0, SECRET, 10));
    CHECK(!commet_verify(body, body_length, NULL, 64, SECRET, 10));
    CHECK(!commet_verify(body, body_length, signature, 64, NULL, 0));
    CHECK(!commet_verify(body, body_length, signature, 64, NULL, 10));
    CHECK(commet_verifier_verify(verifier, body, body_length, signature, 64));
    CHECK(!commet_verifier_verify(NULL, body, body_length, signature, 64));
    CHECK(!commet_verifier_verify(verifier, NULL, body_length, signature, 64));
    CHECK(!commet_verifier_verify(verifier, body, body_length, NULL, 64));
    commet_verifier_free(verifier);
}

static void lengths_beyond_all_memory_are_errors(void)
{
    static const size_t lengths[] = {SIZE_MAX, SIZE_MAX / 2 + 1};
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    for (size_t at = 0; at < 2; at++) {
        const size_t length = lengths[at];
        char written[COMMET_SIGNATURE_SIZE];
        const commet_header header = {{"a", length}, {"b", 1}};
        commet_verifier *made = NULL;
        CHECK(commet_sign(body, length, SECRET, 10, written) == COMMET_ERROR_INVALID_ARGUMENT);
        CHECK(commet_sign(body, body_length, SECRET, length, written) == COMMET_ERROR_INVALID_ARGUMENT);
        CHECK(commet_verifier_new(0, SECRET, length, &made) == COMMET_ERROR_INVALID_ARGUMENT && made == NULL);
        CHECK(!commet_verify(body, length, signature, 64, SECRET, 10));
        CHECK(!commet_verify(body, body_length, signature, length, SECRET, 10));
        CHECK(!commet_verify(body, body_length, signature, 64, SECRET, length));
        commet_result *result = commet_receive(verifier, body, body_length, &header, 1, NULL);
        CHECK(commet_result_code(result) == COMMET_ERROR_INVALID_ARGUMENT);
        commet_result_free(result);
        result = commet_receive(verifier, body, body_length, &header, length, NULL);
        CHECK(commet_result_code(result) == COMMET_ERROR_INVALID_ARGUMENT);
        commet_result_free(result);
        result = commet_receive(verifier, body, length, NULL, 0, NULL);
        CHECK(commet_result_code(result) == COMMET_ERROR_INVALID_ARGUMENT);
        commet_result_free(result);
    }
    commet_verifier_free(verifier);
}

static void providers_are_checked(void)
{
    static const int32_t providers[] = {-1, 2, INT32_MIN, INT32_MAX};
    for (size_t at = 0; at < 4; at++) {
        commet_verifier *verifier = NULL;
        CHECK(commet_verifier_new(providers[at], SECRET, 10, &verifier) == COMMET_ERROR_INVALID_ARGUMENT);
        CHECK(verifier == NULL);
        CHECK(is_nothing(commet_signature_header(providers[at])));
        CHECK(is_nothing(commet_event_header(providers[at])));
    }
}

static void check_code(commet_result *result, commet_code code)
{
    CHECK(result != NULL);
    CHECK(commet_result_code(result) == code);
    CHECK(!commet_result_ok(result));
    CHECK(strcmp(commet_result_message(result), commet_code_message((int32_t)code)) == 0 || code < 1000);
    commet_result_free(result);
}

static void receiving_nothing_is_an_error(void)
{
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    const commet_header no_name = {{NULL, 3}, {"a", 1}};
    const commet_header no_value = {{"a", 1}, {NULL, 3}};
    const commet_options no_mode = {.size = sizeof no_mode, .mode = {NULL, 5}};
    check_code(commet_receive(NULL, body, body_length, NULL, 0, NULL), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_receive(verifier, NULL, 5, NULL, 0, NULL), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_receive(verifier, body, body_length, NULL, 1, NULL), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_receive(verifier, body, body_length, &no_name, 1, NULL), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_receive(verifier, body, body_length, &no_value, 1, NULL), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_receive(verifier, NULL, 0, NULL, 0, &no_mode), COMMET_ERROR_EMPTY_BODY);
    check_code(commet_receive(verifier, body, body_length, NULL, 0, NULL), COMMET_ERROR_MISSING_SIGNATURE);
    check_code(commet_verify_and_parse(NULL, 5, signature, 64, SECRET, 10), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_verify_and_parse(body, body_length, NULL, 64, SECRET, 10), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_verify_and_parse(body, body_length, signature, 64, NULL, 10), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_verify_and_parse(NULL, 0, NULL, 0, NULL, 0), COMMET_ERROR_EMPTY_SECRET);
    check_code(commet_verifier_verify_and_parse(NULL, body, body_length, signature, 64), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_verifier_verify_and_parse(verifier, NULL, 5, signature, 64), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_verifier_verify_and_parse(verifier, body, body_length, NULL, 64), COMMET_ERROR_NULL_ARGUMENT);
    check_code(commet_verifier_verify_and_parse(verifier, NULL, 0, NULL, 0), COMMET_ERROR_EMPTY_BODY);
    CHECK(commet_verify_and_parse_into(NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL) == COMMET_ERROR_EMPTY_SECRET);
    CHECK(commet_verify_and_parse_into(NULL, 1, NULL, 0, NULL, 0, NULL, 0, NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verify_and_parse_into(NULL, 0, NULL, 1, NULL, 0, NULL, 0, NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verify_and_parse_into(NULL, 0, NULL, 0, NULL, 1, NULL, 0, NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verifier_verify_and_parse_into(NULL, NULL, 0, NULL, 0, NULL, 0, NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verifier_verify_and_parse_into(verifier, NULL, 1, NULL, 0, NULL, 0, NULL) ==
          COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verifier_verify_and_parse_into(verifier, NULL, 0, NULL, 1, NULL, 0, NULL) ==
          COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_verifier_verify_and_parse_into(verifier, NULL, 0, NULL, 0, NULL, 0, NULL) == COMMET_ERROR_EMPTY_BODY);
    CHECK(commet_receive_into(verifier, NULL, 1, NULL, 0, NULL, 0, NULL, NULL, 0, NULL) ==
          COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_receive_into(verifier, NULL, 0, NULL, 1, NULL, 0, NULL, NULL, 0, NULL) ==
          COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_receive_into(verifier, NULL, 0, NULL, 0, NULL, 1, NULL, NULL, 0, NULL) ==
          COMMET_ERROR_NULL_ARGUMENT);
    CHECK(commet_receive_into(verifier, NULL, 0, NULL, 0, NULL, 0, NULL, NULL, 0, NULL) ==
          COMMET_ERROR_EMPTY_BODY);
    commet_verifier_free(verifier);
}

static void a_null_result_has_nothing_in_it(void)
{
    int64_t time = 7;
    CHECK(!commet_result_ok(NULL));
    CHECK(commet_result_code(NULL) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(strlen(commet_result_message(NULL)) > 0);
    CHECK(commet_result_offset(NULL) == -1);
    CHECK(is_nothing(commet_result_field(NULL)));
    CHECK(is_nothing(commet_result_body(NULL)));
    CHECK(is_nothing(commet_result_tape(NULL)));
    CHECK(commet_event_provider(NULL) == -1);
    CHECK(is_nothing(commet_event_type(NULL)));
    CHECK(is_nothing(commet_event_id(NULL)));
    CHECK(is_nothing(commet_event_idempotency_key(NULL)));
    CHECK(is_nothing(commet_event_mode(NULL)));
    CHECK(is_nothing(commet_event_organization_id(NULL)));
    CHECK(is_nothing(commet_event_api_version(NULL)));
    CHECK(is_nothing(commet_event_untyped_reason(NULL)));
    CHECK(!commet_event_known(NULL));
    CHECK(!commet_event_typed(NULL));
    CHECK(commet_event_access(NULL) == COMMET_ACCESS_NOT_STATED);
    CHECK(commet_event_grants_access(NULL) == -1);
    CHECK(!commet_event_time(NULL, &time) && !commet_event_time(NULL, NULL) && time == 7);
    CHECK(commet_event_data(NULL).result == NULL);
    CHECK(commet_result_root(NULL).result == NULL);
}

static void what_is_asked_of_an_absent_value_is_absent(void)
{
    const commet_value absent = {NULL, 123};
    commet_cursor cursor = commet_value_each(absent);
    CHECK(commet_value_type(absent) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_get(absent, "a", 1)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_path(absent, "a")) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_at(absent, 0)) == COMMET_ABSENT);
    CHECK(is_nothing(commet_value_string(absent)));
    CHECK(!commet_value_bool(absent, NULL));
    CHECK(!commet_value_int64(absent, NULL));
    CHECK(!commet_value_uint64(absent, NULL));
    CHECK(!commet_value_double(absent, NULL, NULL));
    CHECK(!commet_value_time(absent, NULL));
    CHECK(commet_value_length(absent) == 0);
    CHECK(!commet_cursor_next(&cursor, NULL, NULL));
    CHECK(!commet_cursor_next(NULL, NULL, NULL));
    CHECK(is_nothing(commet_str(NULL)));
    CHECK(is(commet_str(""), ""));
    commet_verifier_free(NULL);
    commet_result_free(NULL);
}

static void what_need_not_be_written_may_be_null(void)
{
    commet_result *result = receive_text("{\"event\":\"x\",\"timestamp\":1774449000,\"data\":{\"n\":1,\"b\":true}}");
    const commet_value data = commet_event_data(result);
    CHECK(commet_event_time(result, NULL));
    CHECK(commet_value_int64(commet_value_path(data, "n"), NULL));
    CHECK(commet_value_uint64(commet_value_path(data, "n"), NULL));
    CHECK(commet_value_double(commet_value_path(data, "n"), NULL, NULL));
    CHECK(commet_value_time(commet_value_path(data, "n"), NULL));
    CHECK(commet_value_bool(commet_value_path(data, "b"), NULL));
    CHECK(commet_value_type(commet_value_get(data, NULL, 0)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_get(data, NULL, 1)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_get(data, "n", SIZE_MAX)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_get(data, "\xff", 1)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_path(data, NULL)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_value_path(data, "\xff")) == COMMET_ABSENT);
    commet_result_free(result);
}

static void any_place_can_be_read(void)
{
    commet_result *result = receive_text(body);
    static const uint32_t far[] = {1000, INT32_MAX, UINT32_MAX - 1, UINT32_MAX};
    for (uint32_t number = 0; number < 64; number++) {
        const commet_value value = {result, number < 60 ? number : far[number - 60]};
        commet_value found;
        commet_slice key;
        CHECK(commet_value_type(value) != COMMET_ABSENT);
        (void)commet_value_string(value);
        (void)commet_value_double(value, NULL, NULL);
        (void)commet_value_path(value, "list[1]");
        (void)commet_value_get(value, "list", 4);
        (void)commet_value_at(value, 3);
        commet_cursor cursor = {value, 5, number % 2};
        while (commet_cursor_next(&cursor, &key, &found)) {
            (void)commet_value_time(found, NULL);
        }
        cursor = commet_value_each(value);
        for (int steps = 0; steps < 100 && commet_cursor_next(&cursor, &key, &found); steps++) {
            (void)commet_value_length(found);
        }
    }
    commet_result_free(result);
}

static void any_bytes_can_be_received(void)
{
    /* A body changed at every place to every value, signed again each time. */
    char changed[sizeof body];
    for (size_t place = 0; place < body_length; place++) {
        for (int value = 0; value < 256; value++) {
            memcpy(changed, body, sizeof changed);
            changed[place] = (char)value;
            commet_result *result = receive_signed(COMMET_PROVIDER_COMMET, changed, body_length, NULL);
            CHECK(commet_result_ok(result) == (commet_event_type(result).data != NULL));
            CHECK(commet_result_ok(result) || commet_code_http_status((int32_t)commet_result_code(result)) == 400);
            commet_result_free(result);
        }
    }
}

int main(void)
{
    static const struct test tests[] = {
        {"a length without a pointer is an error", a_length_without_a_pointer_is_an_error},
        {"nothing verifies nothing", nothing_verifies_nothing},
        {"lengths beyond all memory are errors", lengths_beyond_all_memory_are_errors},
        {"providers are checked", providers_are_checked},
        {"receiving nothing is an error", receiving_nothing_is_an_error},
        {"a NULL result has nothing in it", a_null_result_has_nothing_in_it},
        {"what is asked of an absent value is absent", what_is_asked_of_an_absent_value_is_absent},
        {"what need not be written may be NULL", what_need_not_be_written_may_be_null},
        {"any place can be read", any_place_can_be_read},
        {"any bytes can be received", any_bytes_can_be_received},
    };
    commet_sign(body, body_length, SECRET, strlen(SECRET), signature);
    return RUN(tests);
}
