/* Values: look-ups, numbers, times, and walking through them. */

#include "harness.h"

static commet_result *result;

/* The value at a path in the data of the current result. */
static commet_value at(const char *path)
{
    return commet_value_path(commet_event_data(result), path);
}

static void with_data(const char *data)
{
    char body[4096];
    snprintf(body, sizeof body, "{\"event\":\"x\",\"data\":%s}", data);
    result = receive_text(body);
    CHECK(commet_result_ok(result));
}

static void values_have_types(void)
{
    with_data("{\"a\":null,\"b\":true,\"c\":1,\"d\":\"\",\"e\":[],\"f\":{}}");
    CHECK(commet_value_type(at("a")) == COMMET_NULL);
    CHECK(commet_value_type(at("b")) == COMMET_BOOL);
    CHECK(commet_value_type(at("c")) == COMMET_NUMBER);
    CHECK(commet_value_type(at("d")) == COMMET_STRING);
    CHECK(commet_value_type(at("e")) == COMMET_ARRAY);
    CHECK(commet_value_type(at("f")) == COMMET_OBJECT);
    CHECK(commet_value_type(at("g")) == COMMET_ABSENT);
    commet_result_free(result);
}

static void a_value_is_only_what_it_is(void)
{
    with_data("{\"a\":null,\"b\":false,\"c\":1.5,\"d\":\"2026\",\"e\":[1],\"f\":{\"g\":1}}");
    static const char *const paths[] = {"a", "b", "c", "d", "e", "f", "absent"};
    for (size_t number = 0; number < sizeof paths / sizeof paths[0]; number++) {
        const commet_value value = at(paths[number]);
        const commet_type type = commet_value_type(value);
        bool boolean = true;
        bool exact = false;
        int64_t integer = 7;
        uint64_t natural = 7;
        double real = 7;
        CHECK(commet_value_bool(value, &boolean) == (type == COMMET_BOOL));
        CHECK(boolean == (type != COMMET_BOOL));
        CHECK(!commet_value_int64(value, &integer) && integer == 7);
        CHECK(!commet_value_uint64(value, &natural) && natural == 7);
        CHECK(commet_value_double(value, &real, &exact) == (type == COMMET_NUMBER));
        CHECK(type == COMMET_NUMBER ? real == 1.5 && exact : real == 7 && !exact);
        CHECK((commet_value_string(value).data != NULL) == (type == COMMET_STRING));
        CHECK((commet_value_length(value) == 1) == (type == COMMET_ARRAY || type == COMMET_OBJECT));
        CHECK((commet_value_type(commet_value_at(value, 0)) != COMMET_ABSENT) == (type == COMMET_ARRAY));
        CHECK((commet_value_type(commet_value_get(value, "g", 1)) != COMMET_ABSENT) == (type == COMMET_OBJECT));
    }
    commet_result_free(result);
}

static void integers_are_exact_or_refused(void)
{
    static const struct {
        const char *json;
        bool is_int64;
        int64_t int64;
        bool is_uint64;
        uint64_t uint64;
        bool exact_double;
    } numbers[] = {
        {"0", true, 0, true, 0, true},
        {"-0", true, 0, true, 0, true},
        {"9900", true, 9900, true, 9900, true},
        {"9900.0", true, 9900, true, 9900, true},
        {"99e2", true, 9900, true, 9900, true},
        {"-1", true, -1, false, 0, true},
        {"134217727", true, 134217727, true, 134217727, true},
        {"134217728", true, 134217728, true, 134217728, true},
        {"9007199254740992", true, 9007199254740992, true, 9007199254740992, true},
        {"9007199254740993", true, 9007199254740993, true, 9007199254740993, false},
        {"9223372036854775807", true, INT64_MAX, true, INT64_MAX, false},
        {"-9223372036854775808", true, INT64_MIN, false, 0, true},
        {"9223372036854775808", false, 0, true, 9223372036854775808u, true},
        {"18446744073709551615", false, 0, true, UINT64_MAX, false},
        {"18446744073709551616", false, 0, false, 0, true},
        {"1.5", false, 0, false, 0, true},
        {"1e300", false, 0, false, 0, true},
    };
    for (size_t number = 0; number < sizeof numbers / sizeof numbers[0]; number++) {
        char data[64];
        int64_t int64 = -7;
        uint64_t uint64 = 7;
        double real = 0;
        bool exact = !numbers[number].exact_double;
        snprintf(data, sizeof data, "{\"n\":%s}", numbers[number].json);
        with_data(data);
        CHECK(commet_value_int64(at("n"), &int64) == numbers[number].is_int64);
        CHECK(int64 == (numbers[number].is_int64 ? numbers[number].int64 : -7));
        CHECK(commet_value_uint64(at("n"), &uint64) == numbers[number].is_uint64);
        CHECK(uint64 == (numbers[number].is_uint64 ? numbers[number].uint64 : 7));
        CHECK(commet_value_double(at("n"), &real, &exact) && exact == numbers[number].exact_double);
        commet_result_free(result);
    }
}

static void times_are_milliseconds(void)
{
    with_data("{\"iso\":\"2026-03-25T14:30:00.25+02:00\",\"s\":1774449000,\"ms\":1774449000250,\"no\":\"soon\"}");
    int64_t time = 7;
    CHECK(commet_value_time(at("iso"), &time) && time == 1774441800250);
    CHECK(commet_value_time(at("s"), &time) && time == 1774449000000);
    CHECK(commet_value_time(at("ms"), &time) && time == 1774449000250);
    time = 7;
    CHECK(!commet_value_time(at("no"), &time) && time == 7);
    commet_result_free(result);
}

static void strings_are_utf8_without_escapes(void)
{
    with_data("{\"plain\":\"Acme\",\"wide\":\"Caf\xc3\xa9 \\u682a\",\"nul\":\"a\\u0000b\",\"k\\u0000\":1,\"half\":\"\\ud800\"}");
    CHECK(is(commet_value_string(at("plain")), "Acme"));
    CHECK(is(commet_value_string(at("wide")), "Caf\xc3\xa9 \xe6\xa0\xaa"));
    const commet_slice nul = commet_value_string(at("nul"));
    CHECK(nul.len == 3 && memcmp(nul.data, "a\0b", 3) == 0);
    CHECK(commet_value_type(commet_value_get(commet_event_data(result), "k\0", 2)) == COMMET_NUMBER);
    CHECK(is(commet_value_string(at("half")), "\xef\xbf\xbd"));
    commet_result_free(result);
}

static void paths_lead_through_objects_and_arrays(void)
{
    with_data("{\"plan\":{\"id\":\"pln_1\"},\"features\":[{\"code\":\"a\"},{\"code\":\"b\"}],\"a.b\":{\"[0]\":1}}");
    CHECK(is(commet_value_string(at("plan.id")), "pln_1"));
    CHECK(is(commet_value_string(at("features[1].code")), "b"));
    CHECK(commet_value_type(at("")) == COMMET_OBJECT);
    CHECK(commet_value_type(at("features[2]")) == COMMET_ABSENT);
    CHECK(commet_value_type(at("features.code")) == COMMET_ABSENT);
    CHECK(commet_value_type(at("plan.id.more")) == COMMET_ABSENT);
    CHECK(commet_value_type(at("a.b")) == COMMET_ABSENT);
    const commet_value dotted = commet_value_get(commet_event_data(result), "a.b", 3);
    CHECK(commet_value_type(commet_value_get(dotted, "[0]", 3)) == COMMET_NUMBER);
    CHECK(is(commet_value_string(commet_value_path(commet_result_root(result), "data.plan.id")), "pln_1"));
    commet_result_free(result);
}

static void cursors_go_through_everything_once(void)
{
    with_data("{\"list\":[1,[2,3],{\"x\":4},\"5\",null],\"empty\":[],\"none\":{}}");
    commet_cursor cursor = commet_value_each(at("list"));
    commet_slice key = {"untouched", 9};
    commet_value value;
    static const commet_type types[] = {COMMET_NUMBER, COMMET_ARRAY, COMMET_OBJECT, COMMET_STRING, COMMET_NULL};
    for (size_t index = 0; index < 5; index++) {
        CHECK(commet_cursor_next(&cursor, &key, &value));
        CHECK(is_nothing(key));
        CHECK(commet_value_type(value) == types[index]);
        CHECK(commet_value_type(commet_value_at(at("list"), index)) == types[index]);
    }
    CHECK(commet_value_type(commet_value_at(at("list"), 5)) == COMMET_ABSENT);
    value = at("list");
    CHECK(!commet_cursor_next(&cursor, NULL, &value) && commet_value_type(value) == COMMET_ARRAY);
    CHECK(!commet_cursor_next(&cursor, NULL, NULL));

    cursor = commet_value_each(commet_event_data(result));
    static const char *const keys[] = {"list", "empty", "none"};
    for (size_t index = 0; index < 3; index++) {
        CHECK(commet_cursor_next(&cursor, &key, &value));
        CHECK(is(key, keys[index]));
    }
    CHECK(!commet_cursor_next(&cursor, &key, &value) && is(key, "none"));

    cursor = commet_value_each(at("empty"));
    CHECK(!commet_cursor_next(&cursor, &key, &value));
    cursor = commet_value_each(at("list[0]"));
    CHECK(!commet_cursor_next(&cursor, &key, &value));
    cursor = commet_value_each(at("absent"));
    CHECK(!commet_cursor_next(&cursor, &key, &value));
    commet_result_free(result);
}

static void the_last_of_a_key_given_twice_counts(void)
{
    with_data("{\"a\":1,\"b\":2,\"a\":{\"c\":3}}");
    CHECK(commet_value_length(commet_event_data(result)) == 2);
    CHECK(commet_value_type(at("a.c")) == COMMET_NUMBER);
    commet_result_free(result);
}

int main(void)
{
    static const struct test tests[] = {
        {"values have types", values_have_types},
        {"a value is only what it is", a_value_is_only_what_it_is},
        {"integers are exact or refused", integers_are_exact_or_refused},
        {"times are milliseconds", times_are_milliseconds},
        {"strings are UTF-8 without escapes", strings_are_utf8_without_escapes},
        {"paths lead through objects and arrays", paths_lead_through_objects_and_arrays},
        {"cursors go through everything once", cursors_go_through_everything_once},
        {"the last of a key given twice counts", the_last_of_a_key_given_twice_counts},
    };
    return RUN(tests);
}
