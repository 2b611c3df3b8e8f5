/* What receiving comes to: events, payloads and errors. */

#include "commet_events.h"
#include "harness.h"

static const char activated[] =
    "{\"id\":\"whev_1\",\"event\":\"subscription.activated\",\"timestamp\":\"2026-03-25T14:30:00.250Z\","
    "\"organizationId\":\"org_1\",\"mode\":\"live\",\"apiVersion\":\"2026-08-27\","
    "\"data\":{\"subscriptionId\":\"sub_1\",\"customerId\":\"user_1\",\"status\":\"past_due\"}}";

static void an_event_says_what_the_body_says(void)
{
    commet_result *result = receive_text(activated);
    CHECK(commet_result_ok(result));
    CHECK(commet_result_code(result) == COMMET_OK);
    CHECK(strcmp(commet_result_message(result), "no error") == 0);
    CHECK(commet_result_offset(result) == -1);
    CHECK(is_nothing(commet_result_field(result)));
    CHECK(is(commet_result_body(result), activated));
    CHECK(commet_event_provider(result) == COMMET_PROVIDER_COMMET);
    CHECK(is(commet_event_type(result), COMMET_EVENT_NAME_SUBSCRIPTION_ACTIVATED));
    CHECK(commet_event_of(result) == COMMET_EVENT_SUBSCRIPTION_ACTIVATED);
    CHECK(creem_event_of(result) == CREEM_EVENT_UNKNOWN);
    CHECK(is(commet_event_id(result), "whev_1"));
    CHECK(is(commet_event_idempotency_key(result), "whev_1"));
    CHECK(is(commet_event_mode(result), "live"));
    CHECK(is(commet_event_organization_id(result), "org_1"));
    CHECK(is(commet_event_api_version(result), "2026-08-27"));
    CHECK(commet_event_known(result));
    CHECK(commet_event_access(result) == COMMET_ACCESS_GRACE);
    CHECK(commet_event_grants_access(result) == 1);
    int64_t time = 0;
    CHECK(commet_event_time(result, &time) && time == 1774449000250);
    CHECK(is(commet_value_string(commet_value_path(commet_event_data(result), "customerId")), "user_1"));
    commet_result_free(result);
}

static void what_the_body_does_not_say_is_absent(void)
{
    commet_result *result = receive_text("{\"event\":\"news.from_tomorrow\",\"id\":7,\"data\":{}}");
    int64_t time = 1;
    CHECK(commet_result_ok(result));
    CHECK(is(commet_event_type(result), "news.from_tomorrow"));
    CHECK(commet_event_of(result) == COMMET_EVENT_UNKNOWN);
    CHECK(is_nothing(commet_event_id(result)));
    CHECK(commet_event_idempotency_key(result).len == 64);
    CHECK(is_nothing(commet_event_mode(result)));
    CHECK(is_nothing(commet_event_organization_id(result)));
    CHECK(is_nothing(commet_event_api_version(result)));
    CHECK(!commet_event_known(result));
    CHECK(!commet_event_typed(result));
    CHECK(commet_event_untyped_reason(result).len > 0);
    CHECK(commet_event_access(result) == COMMET_ACCESS_NOT_STATED);
    CHECK(commet_event_grants_access(result) == -1);
    CHECK(!commet_event_time(result, &time) && time == 1);
    CHECK(commet_value_type(commet_event_data(result)) == COMMET_OBJECT);
    commet_result_free(result);
}

static void an_empty_text_is_not_nothing(void)
{
    commet_result *result = receive_text("{\"id\":\"\",\"event\":\"\",\"data\":{\"\":\"\"}}");
    CHECK(is(commet_event_id(result), ""));
    CHECK(is(commet_event_type(result), ""));
    CHECK(commet_event_idempotency_key(result).len == 64);
    CHECK(is(commet_value_string(commet_value_get(commet_event_data(result), NULL, 0)), ""));
    commet_result_free(result);
}

static void data_that_does_not_fit_is_still_there(void)
{
    commet_result *result = receive_text("{\"event\":\"payout.available\",\"data\":{\"availableAmount\":\"x\"}}");
    const commet_slice reason = commet_event_untyped_reason(result);
    CHECK(commet_event_known(result) && !commet_event_typed(result));
    CHECK(reason.len > 5 && memcmp(reason.data, "data.", 5) == 0);
    CHECK(is(commet_value_string(commet_value_path(commet_event_data(result), "availableAmount")), "x"));
    commet_result_free(result);
    result = receive_text("{\"event\":\"payout.available\",\"data\":{\"availableAmount\":1,\"currency\":\"usd\"}}");
    CHECK(commet_event_typed(result));
    CHECK(is_nothing(commet_event_untyped_reason(result)));
    commet_result_free(result);
}

static void creem_has_events_too(void)
{
    static const char body[] =
        "{\"id\":\"evt_1\",\"eventType\":\"subscription.expired\",\"created_at\":1728734325927,"
        "\"object\":{\"id\":\"sub_1\",\"mode\":\"test\"}}";
    commet_result *result = receive_signed(COMMET_PROVIDER_CREEM, body, sizeof body - 1, NULL);
    int64_t time = 0;
    CHECK(commet_event_provider(result) == COMMET_PROVIDER_CREEM);
    CHECK(creem_event_of(result) == CREEM_EVENT_SUBSCRIPTION_EXPIRED);
    CHECK(commet_event_of(result) == COMMET_EVENT_UNKNOWN);
    CHECK(commet_event_grants_access(result) == 0);
    CHECK(is(commet_event_mode(result), "test"));
    CHECK(commet_event_time(result, &time) && time == 1728734325927);
    CHECK(is(commet_value_string(commet_value_path(commet_event_data(result), "id")), "sub_1"));
    commet_result_free(result);
}

static void names_and_numbers_of_events_agree(void)
{
    CHECK(commet_event_name(COMMET_EVENT_UNKNOWN) == NULL);
    CHECK(commet_event_name(COMMET_EVENT_COUNT) == NULL);
    CHECK(creem_event_name((creem_event)-7) == NULL);
    for (int number = 0; number < COMMET_EVENT_COUNT; number++) {
        char body[128];
        snprintf(body, sizeof body, "{\"event\":\"%s\",\"data\":{}}", commet_event_name((commet_event)number));
        commet_result *result = receive_text(body);
        CHECK(commet_event_known(result));
        CHECK(commet_event_of(result) == (commet_event)number);
        commet_result_free(result);
    }
    for (int number = 0; number < CREEM_EVENT_COUNT; number++) {
        char body[128];
        snprintf(body, sizeof body, "{\"eventType\":\"%s\",\"object\":{}}", creem_event_name((creem_event)number));
        commet_result *result = receive_signed(COMMET_PROVIDER_CREEM, body, strlen(body), NULL);
        CHECK(commet_event_known(result));
        CHECK(creem_event_of(result) == (creem_event)number);
        commet_result_free(result);
    }
}

static void a_result_needs_nothing_of_what_it_was_made_from(void)
{
    char body[sizeof activated];
    memcpy(body, activated, sizeof body);
    commet_result *result = receive_text(body);
    memset(body, '#', sizeof body);
    CHECK(is(commet_event_type(result), "subscription.activated"));
    CHECK(is(commet_result_body(result), activated));
    commet_result_free(result);
}

static void an_error_says_what_and_where(void)
{
    commet_result *result = receive_text("{\"event\":]}");
    CHECK(!commet_result_ok(result));
    CHECK(commet_result_code(result) == COMMET_ERROR_INVALID_JSON);
    CHECK(commet_result_offset(result) == 9);
    CHECK(strstr(commet_result_message(result), "at byte 9") != NULL);
    CHECK(is_nothing(commet_result_field(result)));
    CHECK(is_nothing(commet_result_body(result)));
    CHECK(is_nothing(commet_result_tape(result)));
    CHECK(is_nothing(commet_event_type(result)));
    CHECK(is_nothing(commet_event_idempotency_key(result)));
    CHECK(commet_event_provider(result) == -1);
    CHECK(commet_event_of(result) == COMMET_EVENT_UNKNOWN);
    CHECK(commet_value_type(commet_result_root(result)) == COMMET_ABSENT);
    CHECK(commet_value_type(commet_event_data(result)) == COMMET_ABSENT);
    commet_result_free(result);
    result = receive_text("{\"event\":\"x\",\"data\":[]}");
    CHECK(commet_result_code(result) == COMMET_ERROR_INVALID_ENVELOPE);
    CHECK(is(commet_result_field(result), "data"));
    CHECK(commet_result_offset(result) == -1);
    commet_result_free(result);
}

static commet_code code_with(const commet_options *options)
{
    commet_result *result = receive_signed(COMMET_PROVIDER_COMMET, activated, sizeof activated - 1, options);
    const commet_code code = commet_result_code(result);
    commet_result_free(result);
    return code;
}

static void options_are_expectations(void)
{
    const int64_t time = 1774449000250;
    commet_options options = {.size = sizeof options};
    CHECK(code_with(&options) == COMMET_OK);
    options.mode = commet_str("live");
    CHECK(code_with(&options) == COMMET_OK);
    options.mode = commet_str("");
    CHECK(code_with(&options) == COMMET_ERROR_WRONG_MODE);
    options.mode = commet_str("sandbox");
    CHECK(code_with(&options) == COMMET_ERROR_WRONG_MODE);
    options.mode.data = NULL;
    options.mode.len = 0;
    options.has_max_age = 1;
    options.max_age_seconds = 60;
    CHECK(code_with(&options) != COMMET_OK);
    options.has_now = 2;
    options.now_ms = time + 60 * 1000;
    CHECK(code_with(&options) == COMMET_OK);
    options.now_ms += 1;
    CHECK(code_with(&options) == COMMET_ERROR_TOO_OLD);
    options.now_ms = time - 300 * 1000;
    CHECK(code_with(&options) == COMMET_OK);
    options.has_clock_skew = 255;
    options.clock_skew_seconds = 299;
    CHECK(code_with(&options) == COMMET_ERROR_FROM_THE_FUTURE);
    options.clock_skew_seconds = UINT64_MAX;
    options.max_age_seconds = UINT64_MAX;
    CHECK(code_with(&options) == COMMET_OK);
    options.has_max_body_bytes = 1;
    options.max_body_bytes = sizeof activated - 1;
    CHECK(code_with(&options) == COMMET_OK);
    options.max_body_bytes -= 1;
    CHECK(code_with(&options) == COMMET_ERROR_BODY_TOO_LARGE);
    options.max_body_bytes = 0;
    CHECK(code_with(&options) == COMMET_ERROR_BODY_TOO_LARGE);
}

static void options_of_another_version_are_refused_unless_they_are_off(void)
{
    struct {
        commet_options known;
        uint64_t later;
    } options = {.known = {.size = sizeof options}};
    CHECK(code_with(&options.known) == COMMET_OK);
    options.later = 1;
    CHECK(code_with(&options.known) == COMMET_ERROR_INVALID_ARGUMENT);
    options.known.size = sizeof options.known;
    CHECK(code_with(&options.known) == COMMET_OK);
    options.known.size -= 1;
    CHECK(code_with(&options.known) == COMMET_ERROR_INVALID_ARGUMENT);
    options.known.size = 0;
    CHECK(code_with(&options.known) == COMMET_ERROR_INVALID_ARGUMENT);
    options.known.size = SIZE_MAX;
    CHECK(code_with(&options.known) == COMMET_ERROR_INVALID_ARGUMENT);
    commet_options reserved = {.size = sizeof reserved, .reserved = {0, 0, 0, 1}};
    CHECK(code_with(&reserved) == COMMET_ERROR_INVALID_ARGUMENT);
    commet_options out_of_time = {.size = sizeof out_of_time, .has_max_age = 1, .has_now = 1, .now_ms = INT64_MIN};
    CHECK(code_with(&out_of_time) == COMMET_ERROR_INVALID_ARGUMENT);
    commet_options not_utf8 = {.size = sizeof not_utf8, .mode = {"\xff", 1}};
    CHECK(code_with(&not_utf8) == COMMET_ERROR_INVALID_ARGUMENT);
}

static void a_message_ends_where_it_ends(void)
{
    commet_options options = {.size = sizeof options, .mode = {"a\0b", 3}};
    commet_result *result = receive_signed(COMMET_PROVIDER_COMMET, activated, sizeof activated - 1, &options);
    CHECK(strstr(commet_result_message(result), "a\xef\xbf\xbd" "b") != NULL);
    commet_result_free(result);
}

static void headers_are_found_in_any_case_and_wanted_once(void)
{
    static const size_t length = sizeof activated - 1;
    char text[COMMET_SIGNATURE_SIZE];
    commet_sign(activated, length, SECRET, strlen(SECRET), text);
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    const commet_slice signature = commet_str(text);
    const struct {
        commet_header headers[3];
        size_t count;
        commet_code code;
    } cases[] = {
        {{{commet_str("x-COMMET-signature"), signature}}, 1, COMMET_OK},
        {{{commet_str("X-Commet-Signature"), signature}}, 0, COMMET_ERROR_MISSING_SIGNATURE},
        {{{commet_str("X-Commet-Signature"), {NULL, 0}}}, 1, COMMET_ERROR_MISSING_SIGNATURE},
        {{{commet_str("X-Commet-Signature"), signature}, {commet_str("x-commet-signature"), signature}},
         2, COMMET_ERROR_MALFORMED_SIGNATURE},
        {{{{"\xff\xfe", 2}, signature}, {{NULL, 0}, {NULL, 0}}, {commet_str("x-commet-signature"), signature}},
         3, COMMET_OK},
        {{{commet_str("x-commet-event"), commet_str("invoice.paid")}, {commet_str("x-commet-signature"), signature}},
         2, COMMET_ERROR_EVENT_HEADER_MISMATCH},
    };
    for (size_t at = 0; at < sizeof cases / sizeof cases[0]; at++) {
        commet_result *result =
            commet_receive(verifier, activated, length, cases[at].headers, cases[at].count, NULL);
        CHECK(commet_result_code(result) == cases[at].code);
        commet_result_free(result);
    }
    commet_verifier_free(verifier);
}

static void a_payload_is_any_signed_object(void)
{
    static const char body[] = "{\"eventType\":\"refund.created\",\"more\":1}";
    char signature[COMMET_SIGNATURE_SIZE];
    commet_sign(body, sizeof body - 1, SECRET, strlen(SECRET), signature);
    commet_result *result = commet_verify_and_parse(body, sizeof body - 1, signature, 64, SECRET, strlen(SECRET));
    CHECK(commet_result_ok(result));
    CHECK(is(commet_value_string(commet_value_path(commet_result_root(result), "eventType")), "refund.created"));
    CHECK(commet_event_provider(result) == -1);
    CHECK(is_nothing(commet_event_type(result)));
    CHECK(commet_value_type(commet_event_data(result)) == COMMET_ABSENT);
    CHECK(commet_result_tape(result).len > 64);
    commet_result_free(result);
    result = commet_verify_and_parse(body, sizeof body - 1, signature, 64, "other", 5);
    CHECK(commet_result_code(result) == COMMET_ERROR_SIGNATURE_MISMATCH);
    commet_result_free(result);

    commet_verifier *verifier;
    CHECK(commet_verifier_new(COMMET_PROVIDER_CREEM, "other", 5, &verifier) == COMMET_OK);
    result = commet_verifier_verify_and_parse(verifier, body, sizeof body - 1, signature, 64);
    CHECK(commet_result_code(result) == COMMET_ERROR_SIGNATURE_MISMATCH);
    commet_result_free(result);
    CHECK(commet_verifier_add_secret(verifier, SECRET, strlen(SECRET)) == COMMET_OK);
    result = commet_verifier_verify_and_parse(verifier, body, sizeof body - 1, signature, 64);
    CHECK(is(commet_value_string(commet_value_path(commet_result_root(result), "eventType")), "refund.created"));
    CHECK(is_nothing(commet_event_type(result)));
    commet_result_free(result);
    result = commet_verifier_verify_and_parse(verifier, body, sizeof body - 1, NULL, 0);
    CHECK(strstr(commet_result_message(result), "creem-signature") != NULL);
    commet_result_free(result);
    commet_verifier_free(verifier);
}

int main(void)
{
    static const struct test tests[] = {
        {"an event says what the body says", an_event_says_what_the_body_says},
        {"what the body does not say is absent", what_the_body_does_not_say_is_absent},
        {"an empty text is not nothing", an_empty_text_is_not_nothing},
        {"data that does not fit is still there", data_that_does_not_fit_is_still_there},
        {"CREEM has events too", creem_has_events_too},
        {"names and numbers of events agree", names_and_numbers_of_events_agree},
        {"a result needs nothing of what it was made from", a_result_needs_nothing_of_what_it_was_made_from},
        {"an error says what and where", an_error_says_what_and_where},
        {"options are expectations", options_are_expectations},
        {"options of another version are refused unless they are off",
         options_of_another_version_are_refused_unless_they_are_off},
        {"a message ends where it ends", a_message_ends_where_it_ends},
        {"headers are found in any case and wanted once", headers_are_found_in_any_case_and_wanted_once},
        {"a payload is any signed object", a_payload_is_any_signed_object},
    };
    return RUN(tests);
}
