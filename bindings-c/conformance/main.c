/*
 * Reads conformance cases, a line of JSON each, and writes the library's answers.
 *
 * The library reads the cases too: a line is signed, verified and parsed like any webhook.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "commet.h"

/* The secret with which a line is signed to be read. */
#define LINE_SECRET "line"

struct question {
    commet_value line;
    int32_t provider;
    /* Decoded in the place of the base64, which is longer. */
    char *body;
    size_t body_length;
    commet_slice signature;
    commet_slice secret;
};

static int base64_digit(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit);
    return found == NULL ? -1 : (int)(found - digits);
}

/* Decodes base64 into memory of its own length, and gives the number of bytes. */
static size_t decode(commet_slice text, char *bytes)
{
    size_t length = 0;
    unsigned bits = 0;
    int pending = 0;
    for (size_t at = 0; at < text.len && text.data[at] != '='; at++) {
        const int digit = base64_digit(text.data[at]);
        if (digit < 0) {
            fputs("a body is not base64\n", stderr);
            exit(1);
        }
        bits = (bits << 6 | (unsigned)digit) & 0xffff;
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            bytes[length++] = (char)(bits >> pending & 0xff);
        }
    }
    return length;
}

static commet_slice text_at(commet_value value, const char *path)
{
    return commet_value_string(commet_value_path(value, path));
}

/* A verifier with the secrets of a question, or why there is none. */
static commet_code make_verifier(const struct question *question, commet_verifier **verifier)
{
    const commet_value secrets = commet_value_path(question->line, "options.secrets");
    commet_slice first = question->secret;
    commet_cursor cursor = commet_value_each(secrets);
    commet_value next;
    if (commet_value_type(secrets) == COMMET_ARRAY) {
        first = commet_value_string(commet_value_at(secrets, 0));
        commet_cursor_next(&cursor, NULL, NULL);
    }
    commet_code code = commet_verifier_new(question->provider, first.data, first.len, verifier);
    while (code == COMMET_OK && commet_cursor_next(&cursor, NULL, &next)) {
        const commet_slice secret = commet_value_string(next);
        code = commet_verifier_add_secret(*verifier, secret.data, secret.len);
    }
    return code;
}

static commet_options read_options(const struct question *question)
{
    const commet_value given = commet_value_path(question->line, "options");
    commet_options options = {.size = sizeof options, .mode = text_at(given, "mode")};
    uint64_t bytes = 0;
    options.has_max_age =
        commet_value_uint64(commet_value_path(given, "max_age_seconds"), &options.max_age_seconds);
    options.has_now = commet_value_time(commet_value_path(given, "now"), &options.now_ms);
    options.has_max_body_bytes = commet_value_uint64(commet_value_path(given, "max_body_bytes"), &bytes);
    options.max_body_bytes = (size_t)bytes;
    return options;
}

/* The headers of a question, to be freed. */
static commet_header *read_headers(const struct question *question, size_t *count)
{
    const commet_value given = commet_value_path(question->line, "headers");
    commet_header *headers = calloc(commet_value_length(given) + 1, sizeof *headers);
    commet_cursor cursor = commet_value_each(given);
    commet_value value;
    *count = 0;
    if (headers == NULL) {
        abort();
    }
    while (commet_cursor_next(&cursor, &headers[*count].name, &value)) {
        headers[(*count)++].value = commet_value_string(value);
    }
    if (commet_value_type(given) != COMMET_OBJECT && question->signature.data != NULL) {
        headers[0].name = commet_signature_header(question->provider);
        headers[0].value = question->signature;
        *count = 1;
    }
    return headers;
}

static void write_event(const commet_result *result)
{
    static const struct {
        const char *key;
        commet_slice (*text)(const commet_result *result);
    } texts[] = {
        {"type", commet_event_type},
        {"event_id", commet_event_id},
        {"idempotency_key", commet_event_idempotency_key},
        {"mode", commet_event_mode},
        {"api_version", commet_event_api_version},
    };
    int64_t time = 0;
    const int32_t grants = commet_event_grants_access(result);
    fputs("{\"ok\":true", stdout);
    for (size_t at = 0; at < sizeof texts / sizeof texts[0]; at++) {
        printf(",\"%s\":", texts[at].key);
        write_text(stdout, texts[at].text(result));
    }
    fputs(",\"known\":", stdout);
    write_bool(stdout, commet_event_known(result));
    fputs(",\"typed\":", stdout);
    write_bool(stdout, commet_event_typed(result));
    fputs(",\"time\":", stdout);
    if (commet_event_time(result, &time)) {
        write_time(stdout, time);
    } else {
        fputs("null", stdout);
    }
    printf(",\"grants_access\":%s,\"data\":", grants < 0 ? "null" : grants > 0 ? "true" : "false");
    write_value(stdout, commet_event_data(result));
    putchar('}');
}

static void write_received(const struct question *question)
{
    commet_verifier *verifier = NULL;
    commet_result *result = NULL;
    commet_code code = make_verifier(question, &verifier);
    if (code == COMMET_OK) {
        size_t count = 0;
        commet_header *headers = read_headers(question, &count);
        const commet_options options = read_options(question);
        result = commet_receive(verifier, question->body, question->body_length, headers, count, &options);
        code = commet_result_code(result);
        free(headers);
    }
    if (code == COMMET_OK) {
        write_event(result);
    } else {
        printf("{\"ok\":false,\"code\":\"%s\"}", commet_code_name((int32_t)code));
    }
    commet_result_free(result);
    commet_verifier_free(verifier);
}

static void write_answer(const struct question *question)
{
    const commet_slice signature = question->signature;
    const commet_slice secret = question->secret;
    fputs("{\"id\":", stdout);
    write_text(stdout, text_at(question->line, "id"));
    fputs(",\"verify\":", stdout);
    write_bool(stdout, commet_verify(question->body, question->body_length, signature.data, signature.len,
                                     secret.data, secret.len));
    fputs(",\"parse\":", stdout);
    commet_result *payload = commet_verify_and_parse(question->body, question->body_length, signature.data,
                                                     signature.len, secret.data, secret.len);
    write_value(stdout, commet_result_root(payload));
    commet_result_free(payload);
    fputs(",\"receive\":", stdout);
    write_received(question);
    fputs("}\n", stdout);
}

static void answer(const char *line, size_t length)
{
    char signature[COMMET_SIGNATURE_SIZE];
    commet_sign(line, length, LINE_SECRET, strlen(LINE_SECRET), signature);
    commet_result *parsed =
        commet_verify_and_parse(line, length, signature, 64, LINE_SECRET, strlen(LINE_SECRET));
    if (!commet_result_ok(parsed)) {
        fprintf(stderr, "a line is no case: %s\n", commet_result_message(parsed));
        exit(1);
    }
    const commet_value root = commet_result_root(parsed);
    const commet_slice provider = text_at(root, "provider");
    const commet_slice base64 = text_at(root, "body");
    struct question question = {
        .line = root,
        .provider = provider.len == 5 && memcmp(provider.data, "creem", 5) == 0 ? COMMET_PROVIDER_CREEM
                                                                                : COMMET_PROVIDER_COMMET,
        .body = malloc(base64.len + 1),
        .signature = text_at(root, "signature"),
        .secret = text_at(root, "secret"),
    };
    if (question.body == NULL) {
        abort();
    }
    question.body_length = decode(base64, question.body);
    write_answer(&question);
    free(question.body);
    commet_result_free(parsed);
}

int main(void)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        answer(line, (size_t)length);
    }
    free(line);
    return ferror(stdin) || fflush(stdout) != 0 ? 1 : 0;
}
