/*
 * Receives Commet's webhooks over HTTP, with GNU libmicrohttpd.
 *
 *     cc receiver.c -o receiver $(pkg-config --cflags --libs commet libmicrohttpd)
 *     COMMET_WEBHOOK_SECRET=whsec_... ./receiver 8080
 *
 * It answers 200 to what it has handled and to events that it does not know, 403 to what the
 * provider did not sign, 400 to what it signed and cannot be read, 413 to what is too large, and
 * 500 when handling failed, so that the provider sends the event again.
 */

#include <commet.h>
#include <commet_events.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH "/webhooks/commet"
#define MAX_HEADERS 100

/* A request's body, as far as it has come. */
struct upload {
    char *data;
    size_t length;
    bool too_large;
};

struct headers {
    commet_header all[MAX_HEADERS];
    size_t count;
};

/* Does what the event asks for; false if that failed and should be tried again. */
static bool handle(const commet_result *event)
{
    const commet_value data = commet_event_data(event);
    const commet_slice customer = commet_value_string(commet_value_path(data, "customerId"));
    const commet_slice type = commet_event_type(event);
    /* Remember it: an event comes again when an answer was lost. */
    const commet_slice key = commet_event_idempotency_key(event);
    int64_t cents = 0;

    switch (commet_event_of(event)) {
    case COMMET_EVENT_PAYMENT_RECEIVED:
        if (commet_value_int64(commet_value_path(data, "invoiceTotal"), &cents)) {
            printf("%.*s paid %" PRId64 " cents\n", (int)customer.len, customer.data, cents);
        }
        break;
    case COMMET_EVENT_PAYMENT_FAILED:
        printf("the payment of %.*s failed\n", (int)customer.len, customer.data);
        break;
    default:
        if (commet_event_grants_access(event) == 1) {
            printf("let %.*s in\n", (int)customer.len, customer.data);
        } else if (commet_event_grants_access(event) == 0) {
            printf("keep %.*s out\n", (int)customer.len, customer.data);
        }
    }
    printf("handled %.*s as %.*s\n", (int)type.len, type.data, (int)key.len, key.data);
    return fflush(stdout) == 0;
}

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *text)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    const enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result answer_error(struct MHD_Connection *connection, commet_code code)
{
    char text[64];
    snprintf(text, sizeof text, "{\"error\":\"%s\"}", commet_code_name((int32_t)code));
    return answer(connection, (unsigned)commet_code_http_status((int32_t)code), text);
}

static enum MHD_Result add_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct headers *headers = cls;
    (void)kind;
    if (headers->count == MAX_HEADERS) {
        return MHD_NO;
    }
    headers->all[headers->count].name = commet_str(name);
    headers->all[headers->count].value = commet_str(value);
    headers->count++;
    return MHD_YES;
}

static enum MHD_Result receive(struct MHD_Connection *connection, const commet_verifier *verifier,
                               const struct upload *upload)
{
    struct headers headers = {.count = 0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &headers);
    commet_result *result =
        commet_receive(verifier, upload->data, upload->length, headers.all, headers.count, NULL);
    enum MHD_Result queued;
    if (!commet_result_ok(result)) {
        fprintf(stderr, "refused: %s\n", commet_result_message(result));
        queued = answer_error(connection, commet_result_code(result));
    } else if (!handle(result)) {
        queued = answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "{\"error\":\"handler_failed\"}");
    } else {
        queued = answer(connection, MHD_HTTP_OK, "{\"received\":true}");
    }
    commet_result_free(result);
    return queued;
}

/* Keeps a piece of the body, unless it is too large; false if there is no memory. */
static bool append(struct upload *upload, const char *data, size_t length)
{
    if (upload->too_large || length > COMMET_DEFAULT_MAX_BODY_BYTES - upload->length) {
        upload->too_large = true;
        return true;
    }
    char *grown = realloc(upload->data, upload->length + length);
    if (grown == NULL) {
        return false;
    }
    memcpy(grown + upload->length, data, length);
    upload->data = grown;
    upload->length += length;
    return true;
}

/* The server calls this when the headers are there, for each piece of the body, and at its end. */
static enum MHD_Result serve(void *verifier, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *data_length, void **state)
{
    struct upload *upload = *state;
    (void)version;
    if (upload == NULL) {
        if (strcmp(url, PATH) != 0) {
            return answer(connection, MHD_HTTP_NOT_FOUND, "{\"error\":\"not_found\"}");
        }
        if (strcmp(method, MHD_HTTP_METHOD_POST) != 0) {
            return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "{\"error\":\"method_not_allowed\"}");
        }
        *state = calloc(1, sizeof *upload);
        return *state == NULL ? MHD_NO : MHD_YES;
    }
    if (*data_length > 0) {
        const bool kept = append(upload, data, *data_length);
        *data_length = 0;
        return kept ? MHD_YES : MHD_NO;
    }
    if (upload->too_large) {
        return answer_error(connection, COMMET_ERROR_BODY_TOO_LARGE);
    }
    return receive(connection, verifier, upload);
}

static void free_upload(void *cls, struct MHD_Connection *connection, void **state,
                        enum MHD_RequestTerminationCode how)
{
    struct upload *upload = *state;
    (void)cls;
    (void)connection;
    (void)how;
    if (upload != NULL) {
        free(upload->data);
        free(upload);
    }
}

int main(int argc, char **argv)
{
    const char *secret = getenv("COMMET_WEBHOOK_SECRET");
    const int port = argc > 1 ? atoi(argv[1]) : 8080;
    commet_verifier *verifier = NULL;
    const commet_code code =
        commet_verifier_new(COMMET_PROVIDER_COMMET, secret, secret == NULL ? 0 : strlen(secret), &verifier);
    if (code != COMMET_OK) {
        fprintf(stderr, "COMMET_WEBHOOK_SECRET: %s. %s\n", commet_code_message((int32_t)code),
                commet_code_hint((int32_t)code));
        return 1;
    }

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    /* Before the server's threads start, so that they leave the signals to this one. */
    sigprocmask(SIG_BLOCK, &signals, NULL);
    struct MHD_Daemon *server = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG, (uint16_t)port, NULL, NULL, serve, verifier,
        MHD_OPTION_THREAD_POOL_SIZE, 4u, MHD_OPTION_CONNECTION_TIMEOUT, 10u,
        MHD_OPTION_NOTIFY_COMPLETED, free_upload, NULL, MHD_OPTION_END);
    if (server == NULL) {
        fprintf(stderr, "cannot listen on port %d\n", port);
        return 1;
    }
    printf("listening on http://localhost:%d%s\n", port, PATH);
    fflush(stdout);
    int signal_number;
    sigwait(&signals, &signal_number);
    MHD_stop_daemon(server);
    commet_verifier_free(verifier);
    return 0;
}
