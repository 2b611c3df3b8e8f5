/* Receives webhooks and wipes its own copies of secrets; see `memory` in this room. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commet.h"

/* 2026-03-25T14:30:00Z */
#define NOW_MS 1774449000000

static commet_verifier *kept;
static char line[4096];

/* Ends a field of the line at its next blank, and gives what follows. */
static char *next_field(char *field)
{
    char *end = strchr(field, ' ');
    *end = '\0';
    return end + 1;
}

static void show(commet_result *result)
{
    const commet_code code = commet_result_code(result);
    const commet_slice field = commet_result_field(result);
    printf("%s\n%s\n%s\n%.*s\n", code == COMMET_OK ? "ok" : commet_code_name(code), commet_result_message(result),
           commet_code_hint(code), (int)field.len, field.data == NULL ? "" : field.data);
    commet_result_free(result);
}

static void answer(size_t length)
{
    char *secret = next_field(line);
    char *signature = next_field(secret);
    char *body = next_field(signature);
    const size_t body_length = length - (size_t)(body - line);
    if (strcmp(line, "drop") == 0) {
        commet_verifier_free(kept);
        kept = NULL;
        return;
    }
    if (strcmp(secret, "-") == 0) {
        *secret = ' ';
    }
    if (strcmp(signature, "-") == 0) {
        *signature = '\0';
    }
    char buffer[8192];
    size_t needed;
    const size_t secret_length = strlen(secret), signature_length = strlen(signature);
    const bool right = commet_verify(body, body_length, signature, signature_length, secret, secret_length);
    commet_result *parsed =
        commet_verify_and_parse(body, body_length, signature, signature_length, secret, secret_length);
    const commet_code into = commet_verify_and_parse_into(body, body_length, signature, signature_length, secret,
                                                          secret_length, buffer, sizeof buffer, &needed);
    commet_verifier *verifier = NULL;
    const commet_code made = commet_verifier_new(COMMET_PROVIDER_COMMET, secret, secret_length, &verifier);
    const commet_header headers[] = {
        {commet_str("X-Commet-Signature"), {signature, signature_length}},
        {commet_str("X-Commet-Event"), commet_str("payment.failed")},
    };
    const commet_options options = {.size = sizeof options,
                                    .mode = commet_str("live"),
                                    .max_age_seconds = 3600,
                                    .has_max_age = 1,
                                    .now_ms = NOW_MS,
                                    .has_now = 1,
                                    .max_body_bytes = 2000,
                                    .has_max_body_bytes = 1};
    commet_result *received = commet_receive(verifier, body, body_length, headers, 2, &options);
    printf("%d %s %s\n", right, commet_code_name(into), commet_code_name(made));
    show(parsed);
    show(received);
    if (strcmp(line, "keep") == 0) {
        kept = verifier;
    } else {
        commet_verifier_free(verifier);
    }
}

int main(void)
{
    size_t length = 0;
    /* Byte by byte: a stream would keep what it has read. */
    while (length < sizeof line - 1 && read(STDIN_FILENO, line + length, 1) == 1) {
        if (line[length] != '\n') {
            length++;
            continue;
        }
        line[length] = '\0';
        answer(length);
        memset(line, 0, sizeof line);
        __asm__ volatile("" : : "r"(line) : "memory");
        puts("done");
        fflush(stdout);
        length = 0;
    }
    return 0;
}
