/* Tapes and error records, written into the caller's buffer. */

#include <stdlib.h>

#include "harness.h"

static const char body[] =
    "{\"id\":\"whev_1\",\"event\":\"payout.available\",\"timestamp\":\"2026-08-27T10:00:00.000Z\","
    "\"data\":{\"availableAmount\":9900,\"currency\":\"u\\u0073d\"}}";
static const size_t body_length = sizeof body - 1;
static char signature[COMMET_SIGNATURE_SIZE];

static uint32_t word(const unsigned char *bytes, size_t index)
{
    const unsigned char *at = bytes + 4 * index;
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static commet_code parse(void *buffer, size_t capacity, size_t *needed)
{
    return commet_verify_and_parse_into(body, body_length, signature, 64, SECRET, strlen(SECRET), buffer, capacity,
                                        needed);
}

static commet_code receive(const char *text, size_t length, const char *event, void *buffer, size_t capacity,
                           size_t *needed)
{
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    char signed_text[COMMET_SIGNATURE_SIZE];
    commet_sign(text, length, SECRET, strlen(SECRET), signed_text);
    const commet_code code = commet_receive_into(verifier, text, length, signed_text, 64, event,
                                                 event == NULL ? 0 : strlen(event), NULL, buffer, capacity, needed);
    commet_verifier_free(verifier);
    return code;
}

static void the_tape_is_that_of_a_result(void)
{
    unsigned char buffer[1024];
    size_t needed = 0;
    CHECK(parse(buffer, sizeof buffer, &needed) == COMMET_OK);
    commet_result *payload = commet_verify_and_parse(body, body_length, signature, 64, SECRET, strlen(SECRET));
    CHECK(commet_result_tape(payload).len == needed);
    CHECK(memcmp(commet_result_tape(payload).data, buffer, needed) == 0);
    CHECK(memcmp(buffer, "CWT1", 4) == 0);
    unsigned char prepared[1024];
    size_t size = 0;
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    CHECK(commet_verifier_verify_and_parse_into(verifier, body, body_length, signature, 64, prepared, sizeof prepared,
                                                &size) == COMMET_OK);
    CHECK(size == needed && memcmp(prepared, buffer, size) == 0);
    CHECK(commet_verifier_verify_and_parse_into(verifier, body, body_length - 1, signature, 64, prepared,
                                                sizeof prepared, &size) == COMMET_ERROR_SIGNATURE_MISMATCH);
    commet_verifier_free(verifier);
    CHECK(needed == 64 + 4 * word(buffer, 2) + word(buffer, 3));
    commet_result_free(payload);

    CHECK(receive(body, body_length, "payout.available", buffer, sizeof buffer, &needed) == COMMET_OK);
    commet_result *event = receive_text(body);
    CHECK(commet_result_tape(event).len == needed);
    CHECK(memcmp(commet_result_tape(event).data, buffer, needed) == 0);
    /* An event that is known and typed and states its time. */
    CHECK((word(buffer, 1) & 0xf00) == 0xf00);
    commet_result_free(event);
}

static void a_buffer_that_is_too_small_is_left_alone(void)
{
    size_t needed = 0;
    CHECK(parse(NULL, 0, &needed) == COMMET_ERROR_BUFFER_TOO_SMALL);
    CHECK(needed > 64 && needed <= commet_buffer_size(body_length));
    unsigned char *buffer = malloc(needed);
    if (!CHECK(buffer != NULL)) {
        return;
    }
    size_t again = 0;
    for (size_t capacity = 0; capacity < needed; capacity++) {
        memset(buffer, '#', needed);
        CHECK(parse(buffer, capacity, &again) == COMMET_ERROR_BUFFER_TOO_SMALL);
        CHECK(again == needed && buffer[0] == '#' && buffer[needed - 1] == '#');
    }
    CHECK(parse(buffer, needed, &again) == COMMET_OK && again == needed);
    CHECK(parse(buffer, needed, NULL) == COMMET_OK);
    CHECK(parse(NULL, needed, &again) == COMMET_ERROR_BUFFER_TOO_SMALL && again == needed);
    free(buffer);
}

static void tiny_values_need_four_times_the_body(void)
{
    static char text[4096];
    size_t length = (size_t)snprintf(text, sizeof text, "{\"event\":\"x\",\"data\":{\"a\":[");
    while (length < 4000) {
        length += (size_t)snprintf(text + length, sizeof text - length, "[[[[[[[[]]]]]]]],");
    }
    length += (size_t)snprintf(text + length, sizeof text - length, "0]}}");
    static unsigned char buffer[64 + 4 * sizeof text];
    size_t needed = 0;
    CHECK(receive(text, length, NULL, buffer, commet_buffer_size(length), &needed) ==
          COMMET_ERROR_BUFFER_TOO_SMALL);
    CHECK(needed > 3 * length && needed <= sizeof buffer);
    CHECK(receive(text, length, NULL, buffer, needed, &needed) == COMMET_OK);
}

static void an_error_record_says_what_and_where(void)
{
    unsigned char record[256];
    size_t needed = 0;
    CHECK(receive("{\"event\":]}", 11, NULL, record, sizeof record, &needed) == COMMET_ERROR_INVALID_JSON);
    const size_t message = word(record, 0);
    CHECK(needed == 16 + message && word(record, 1) == 0);
    CHECK(word(record, 2) == 9 && word(record, 3) == 0);
    CHECK(message > 20 && memcmp(record + 16, "the body is not JSON", 20) == 0);

    CHECK(receive("{\"event\":1}", 11, NULL, record, sizeof record, &needed) == COMMET_ERROR_INVALID_ENVELOPE);
    CHECK(word(record, 1) == 5 && memcmp(record + 16 + word(record, 0), "event", 5) == 0);
    CHECK(needed == 16 + word(record, 0) + 5);
    CHECK(word(record, 2) == UINT32_MAX && word(record, 3) == UINT32_MAX);
}

static void a_refusal_is_one_even_where_its_record_does_not_fit(void)
{
    unsigned char record[4] = "####";
    size_t needed = 0;
    CHECK(receive("[]", 2, NULL, record, sizeof record, &needed) == COMMET_ERROR_NOT_AN_OBJECT);
    CHECK(needed > sizeof record && memcmp(record, "####", 4) == 0);
    CHECK(receive("[]", 2, NULL, NULL, 0, NULL) == COMMET_ERROR_NOT_AN_OBJECT);
}

static void headers_count(void)
{
    static unsigned char buffer[1024];
    size_t needed = 0;
    commet_verifier *verifier = new_verifier(COMMET_PROVIDER_COMMET);
    CHECK(receive(body, body_length, "invoice.paid", buffer, sizeof buffer, &needed) ==
          COMMET_ERROR_EVENT_HEADER_MISMATCH);
    CHECK(receive(body, body_length, "", buffer, sizeof buffer, &needed) == COMMET_OK);
    CHECK(commet_receive_into(verifier, body, body_length, NULL, 0, NULL, 0, NULL, buffer, sizeof buffer, &needed) ==
          COMMET_ERROR_MISSING_SIGNATURE);
    CHECK(commet_receive_into(verifier, body, body_length, "a,b", 3, NULL, 0, NULL, buffer, sizeof buffer,
                              &needed) == COMMET_ERROR_MALFORMED_SIGNATURE);
    commet_options options = {.size = sizeof options, .mode = commet_str("live")};
    CHECK(commet_receive_into(verifier, body, body_length, signature, 64, NULL, 0, &options, buffer, sizeof buffer,
                              &needed) == COMMET_ERROR_WRONG_MODE);
    commet_verifier_free(verifier);
}

static void a_fault_of_the_call_has_no_record(void)
{
    unsigned char buffer[256];
    size_t needed = 7;
    CHECK(commet_receive_into(NULL, body, body_length, signature, 64, NULL, 0, NULL, buffer, sizeof buffer,
                              &needed) == COMMET_ERROR_NULL_ARGUMENT);
    CHECK(needed == 0);
    needed = 7;
    CHECK(commet_verify_and_parse_into(body, SIZE_MAX, signature, 64, SECRET, strlen(SECRET), buffer,
                                       sizeof buffer, &needed) == COMMET_ERROR_INVALID_ARGUMENT);
    CHECK(needed == 0);
}

int main(void)
{
    static const struct test tests[] = {
        {"the tape is that of a result", the_tape_is_that_of_a_result},
        {"a buffer that is too small is left alone", a_buffer_that_is_too_small_is_left_alone},
        {"tiny values need four times the body", tiny_values_need_four_times_the_body},
        {"an error record says what and where", an_error_record_says_what_and_where},
        {"a refusal is one even where its record does not fit", a_refusal_is_one_even_where_its_record_does_not_fit},
        {"headers count", headers_count},
        {"a fault of the call has no record", a_fault_of_the_call_has_no_record},
    };
    commet_sign(body, body_length, SECRET, strlen(SECRET), signature);
    return RUN(tests);
}
