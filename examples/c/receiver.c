/*
 * Receives the webhooks of Commet and CREEM over HTTP, with GNU libmicrohttpd:
 *
 *     cc receiver.c -o receiver $(pkg-config --cflags --libs commet libmicrohttpd) -pthread
 *     COMMET_WEBHOOK_SECRET=whsec_... CREEM_WEBHOOK_SECRET=... ./receiver 8080
 *
 * It answers 200 to what it has handled and to events that it does not know, 403 to what the
 * provider did not sign, 400 to what it signed and cannot be read, 413 to what is too large, and
 * 500 when handling failed, so that the provider sends the event again.
 */

#include <commet.h>
#include <commet_events.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HEADERS 100

struct endpoint {
    commet_provider provider;
    const char *path;
    /* The environment variable that holds the secret. */
    const char *secret;
    commet_verifier *verifier;
};

static struct endpoint endpoints[] = {
    {COMMET_PROVIDER_COMMET, "/webhooks/commet", "COMMET_WEBHOOK_SECRET", NULL},
    {COMMET_PROVIDER_CREEM, "/webhooks/creem", "CREEM_WEBHOOK_SECRET", NULL},
};
#define ENDPOINTS (sizeof endpoints / sizeof *endpoints)

/* A request's body, as far as it has come. */
struct upload {
    const commet_verifier *verifier;
    char *data;
    size_t length;
    bool too_large;
};

struct headers {
    commet_header all[MAX_HEADERS];
    size_t count;
};

/* The keys of the events that were handled. In an application a table with a unique column, changed
 * in the transaction that does what the event asks for. */
static struct {
    pthread_mutex_t mutex;
    char **keys;
    size_t count;
} handled = {.mutex = PTHREAD_MUTEX_INITIALIZER};

enum delivery { FIRST, REPEATED, NOT_REMEMBERED };

/* Remembers an event: providers deliver more than once. */
static enum delivery remember(commet_slice key)
{
    enum delivery delivery = FIRST;
    pthread_mutex_lock(&handled.mutex);
    for (size_t i = 0; i < handled.count && delivery == FIRST; i++) {
        if (strlen(handled.keys[i]) == key.len && memcmp(handled.keys[i], key.data, key.len) == 0) {
            delivery = REPEATED;
        }
    }
    if (delivery == FIRST) {
        char **grown = realloc(handled.keys, (handled.count + 1) * sizeof *grown);
        if (grown != NULL) {
            handled.keys = grown;
            grown[handled.count] = strndup(key.data, key.len);
        }
        if (grown == NULL || grown[handled.count] == NULL) {
            delivery = NOT_REMEMBERED;
        } else {
            handled.count++;
        }
    }
    pthread_mutex_unlock(&handled.mutex);
    return delivery;
}

static void print_access(commet_slice customer, const commet_result *event)
{
    printf("%.*s %s access\n", (int)customer.len, customer.data,
           commet_event_grants_access(event) == 1 ? "has" : "has no");
}

static void handle_commet(const commet_result *event)
{
    const commet_value data = commet_event_data(event);
    const commet_slice customer = commet_value_string(commet_value_path(data, "customerId"));
    int64_t cents = 0;

    switch (commet_event_of(event)) {
    case COMMET_EVENT_SUBSCRIPTION_ACTIVATED:
    case COMMET_EVENT_SUBSCRIPTION_CANCELED:
        print_access(customer, event);
        break;
    case COMMET_EVENT_PAYMENT_RECEIVED:
        if (commet_value_int64(commet_value_path(data, "invoiceTotal"), &cents)) {
            printf("%.*s paid %" PRId64 " cents\n", (int)customer.len, customer.data, cents);
        }
        break;
    case COMMET_EVENT_PAYMENT_FAILED:
        printf("remind %.*s\n", (int)customer.len, customer.data);
        break;
    default:
        break;
    }
}

static void handle_creem(const commet_result *event)
{
    const commet_value data = commet_event_data(event);
    /* The customer is an object, or just its id. */
    commet_slice customer = commet_value_string(commet_value_path(data, "customer.id"));
    if (customer.len == 0) {
        customer = commet_value_string(commet_value_path(data, "customer"));
    }

    switch (creem_event_of(event)) {
    case CREEM_EVENT_SUBSCRIPTION_PAID:
    case CREEM_EVENT_SUBSCRIPTION_EXPIRED:
        print_access(customer, event);
        break;
    default:
        break;
    }
}

/* Does what the event asks for; false if that failed and should be tried again. */
static bool handle(const commet_result *event)
{
    const commet_slice type = commet_event_type(event);
    const commet_slice key = commet_event_idempotency_key(event);
    const commet_slice reason = commet_event_untyped_reason(event);
    const enum delivery delivery = remember(key);

    if (delivery == NOT_REMEMBERED) {
        return false;
    }
    if (delivery == REPEATED) {
        printf("repeated %.*s as %.*s\n", (int)type.len, type.data, (int)key.len, key.data);
        return true;
    }
    if (commet_event_provider(event) == COMMET_PROVIDER_COMMET) {
        handle_commet(event);
    } else {
        handle_creem(event);
    }
    /* What is not typed is newer than this program, perhaps; its data is all there. */
    printf("%s %.*s as %.*s%s%.*s\n", commet_event_typed(event) ? "handled" : "untyped", (int)type.len, type.data,
           (int)key.len, key.data, reason.len > 0 ? ": " : "", (int)reason.len, reason.data);
    return true;
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
    char text[80];
    snprintf(text, sizeof text, "{\"received\":false,\"code\":\"%s\"}", commet_code_name((int32_t)code));
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

static enum MHD_Result receive(struct MHD_Connection *connection, const struct upload *upload)
{
    struct headers headers = {.count = 0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &headers);
    commet_result *result =
        commet_receive(upload->verifier, upload->data, upload->length, headers.all, headers.count, NULL);
    enum MHD_Result queued;
    if (!commet_result_ok(result)) {
        fprintf(stderr, "refused: %s\n", commet_result_message(result));
        queued = answer_error(connection, commet_result_code(result));
    } else if (!handle(result)) {
        queued = answer(connection, MHD_HTTP_INTERNAL_SERVER_ERROR, "{\"received\":false}");
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

static const struct endpoint *endpoint_at(const char *url)
{
    for (size_t i = 0; i < ENDPOINTS; i++) {
        if (strcmp(url, endpoints[i].path) == 0) {
            return &endpoints[i];
        }
    }
    return NULL;
}

/* The server calls this when the headers are there, for each piece of the body, and at its end. */
static enum MHD_Result serve(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                             const char *version, const char *data, size_t *data_length, void **state)
{
    struct upload *upload = *state;
    (void)cls;
    (void)version;
    if (upload == NULL) {
        const struct endpoint *endpoint = endpoint_at(url);
        if (endpoint == NULL) {
            return answer(connection, MHD_HTTP_NOT_FOUND, "{\"received\":false}");
        }
        if (strcmp(method, MHD_HTTP_METHOD_POST) != 0) {
            return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "{\"received\":false}");
        }
        upload = calloc(1, sizeof *upload);
        if (upload == NULL) {
            return MHD_NO;
        }
        upload->verifier = endpoint->verifier;
        *state = upload;
        return MHD_YES;
    }
    if (*data_length > 0) {
        const bool kept = append(upload, data, *data_length);
        *data_length = 0;
        return kept ? MHD_YES : MHD_NO;
    }
    if (upload->too_large) {
        return answer_error(connection, COMMET_ERROR_BODY_TOO_LARGE);
    }
    return receive(connection, upload);
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

/* Prepares the secrets; false, and a word about it, where one is missing. */
static bool set_up(void)
{
    for (size_t i = 0; i < ENDPOINTS; i++) {
        const char *secret = getenv(endpoints[i].secret);
        const commet_code code = commet_verifier_new(endpoints[i].provider, secret, secret == NULL ? 0 : strlen(secret),
                                                     &endpoints[i].verifier);
        if (code != COMMET_OK) {
            fprintf(stderr, "%s: %s. %s\n", endpoints[i].secret, commet_code_message((int32_t)code),
                    commet_code_hint((int32_t)code));
            return false;
        }
    }
    return true;
}

static void tear_down(void)
{
    for (size_t i = 0; i < ENDPOINTS; i++) {
        commet_verifier_free(endpoints[i].verifier);
    }
    for (size_t i = 0; i < handled.count; i++) {
        free(handled.keys[i]);
    }
    free(handled.keys);
}

int main(int argc, char **argv)
{
    const int port = argc > 1 ? atoi(argv[1]) : 8080;
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr = {htonl(INADDR_LOOPBACK)},
    };
    if (!set_up()) {
        tear_down();
        return 1;
    }
    /* A line is written when it is complete, also into a file. */
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    /* Before the server's threads start, so that they leave the signals to this one. */
    sigprocmask(SIG_BLOCK, &signals, NULL);
    struct MHD_Daemon *server = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ERROR_LOG, (uint16_t)port, NULL, NULL, serve, NULL,
        MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_THREAD_POOL_SIZE, 4u, MHD_OPTION_CONNECTION_TIMEOUT, 10u,
        MHD_OPTION_NOTIFY_COMPLETED, free_upload, NULL, MHD_OPTION_END);
    if (server == NULL) {
        fprintf(stderr, "cannot listen on port %d\n", port);
        tear_down();
        return 1;
    }
    printf("listening on http://127.0.0.1:%d\n", port);
    int signal_number;
    sigwait(&signals, &signal_number);
    MHD_stop_daemon(server);
    tear_down();
    return 0;
}
