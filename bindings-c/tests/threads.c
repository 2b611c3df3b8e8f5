/* A verifier that threads share, and a result that they read at once. */

#include <pthread.h>
#include <stdlib.h>

#include "harness.h"

#define THREADS 8

static const char body[] = "{\"event\":\"payment.failed\",\"data\":{\"customerId\":\"user_1\"}}";
static const size_t body_length = sizeof body - 1;
static char signature[COMMET_SIGNATURE_SIZE];
static commet_verifier *verifier;
static int calls;

/* Each thread tells whether all went as it should. */
static void run_threads(void *(*run)(void *argument), void *argument)
{
    pthread_t threads[THREADS];
    for (int at = 0; at < THREADS; at++) {
        CHECK(pthread_create(&threads[at], NULL, run, argument) == 0);
    }
    for (int at = 0; at < THREADS; at++) {
        void *failed = NULL;
        CHECK(pthread_join(threads[at], &failed) == 0);
        CHECK(failed == NULL);
    }
}

static void *use_verifier(void *argument)
{
    const commet_header headers[] = {{commet_str("x-commet-signature"), {signature, 64}}};
    (void)argument;
    for (int call = 0; call < calls; call++) {
        char buffer[256];
        size_t needed = 0;
        commet_result *result = commet_receive(verifier, body, body_length, headers, 1, NULL);
        const bool right =
            is(commet_value_string(commet_value_path(commet_event_data(result), "customerId")), "user_1") &&
            commet_verifier_verify(verifier, body, body_length, signature, 64) &&
            !commet_verifier_verify(verifier, body, body_length - 1, signature, 64) &&
            commet_receive_into(verifier, body, body_length, signature, 64, NULL, 0, NULL, buffer, sizeof buffer,
                                &needed) == COMMET_OK;
        commet_result_free(result);
        if (!right) {
            return verifier;
        }
    }
    return NULL;
}

static void threads_share_a_verifier(void)
{
    verifier = new_verifier(COMMET_PROVIDER_COMMET);
    run_threads(use_verifier, NULL);
    commet_verifier_free(verifier);
}

static void *use_result(void *result)
{
    const commet_slice key = commet_event_idempotency_key(result);
    const commet_slice tape = commet_result_tape(result);
    /* Worked out once, whoever asks first. */
    const bool right = key.len == 64 && tape.len > 64 &&
                       commet_event_idempotency_key(result).data == key.data &&
                       commet_result_tape(result).data == tape.data &&
                       is(commet_event_type(result), "payment.failed");
    return right ? NULL : result;
}

static void threads_read_a_result(void)
{
    for (int time = 0; time < 100; time++) {
        commet_result *result = receive_text(body);
        run_threads(use_result, result);
        commet_result_free(result);
    }
}

static void *use_everything(void *argument)
{
    (void)argument;
    for (int call = 0; call < calls / 10; call++) {
        commet_verifier *own = NULL;
        if (commet_verifier_new(COMMET_PROVIDER_COMMET, SECRET, strlen(SECRET), &own) != COMMET_OK ||
            !commet_verifier_verify(own, body, body_length, signature, 64)) {
            return signature;
        }
        commet_verifier_free(own);
    }
    return NULL;
}

static void threads_come_and_go(void)
{
    for (int time = 0; time < 10; time++) {
        run_threads(use_everything, NULL);
    }
}

int main(void)
{
    static const struct test tests[] = {
        {"threads share a verifier", threads_share_a_verifier},
        {"threads read a result", threads_read_a_result},
        {"threads come and go", threads_come_and_go},
    };
    const char *wanted = getenv("COMMET_TEST_CALLS");
    calls = (wanted == NULL ? 1000000 : atoi(wanted)) / 50;
    commet_sign(body, body_length, SECRET, strlen(SECRET), signature);
    return RUN(tests);
}
