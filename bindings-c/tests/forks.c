/* A process that forks while its other threads are in the library: the child can use it as well. */

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define THREADS 4
#define FORKS 200

static const char body[] = "{\"event\":\"payment.failed\",\"data\":{\"customerId\":\"user_1\"}}";
static const size_t body_length = sizeof body - 1;
static char signature[COMMET_SIGNATURE_SIZE];
static commet_verifier *verifier;

/* Whether the library does all that it should, with a verifier from before the fork and one of its own. */
static bool works(void)
{
    const commet_header headers[] = {{commet_str("x-commet-signature"), {signature, 64}}};
    commet_verifier *own = new_verifier(COMMET_PROVIDER_COMMET);
    commet_result *result = commet_receive(verifier, body, body_length, headers, 1, NULL);
    const bool right = is(commet_value_string(commet_value_path(commet_event_data(result), "customerId")), "user_1") &&
                       commet_event_idempotency_key(result).len == 64 && commet_result_tape(result).len > 64 &&
                       commet_verifier_verify(own, body, body_length, signature, 64) &&
                       !commet_verifier_verify(own, body, body_length - 1, signature, 64);
    commet_result_free(result);
    commet_verifier_free(own);
    return right;
}

static void *work(void *shared)
{
    bool *running = shared;
    bool right = true;
    while (__atomic_load_n(running, __ATOMIC_ACQUIRE)) {
        /* Asked by all threads at once, and by children that were forked meanwhile. */
        right = works() && right;
    }
    return right ? NULL : shared;
}

static void children_of_busy_threads(void)
{
    pthread_t threads[THREADS];
    bool running = true;
    for (int at = 0; at < THREADS; at++) {
        CHECK(pthread_create(&threads[at], NULL, work, &running) == 0);
    }
    for (int time = 0; time < FORKS; time++) {
        const pid_t child = fork();
        if (child == 0) {
            /* A child that waits for a thread that it does not have would wait for ever. */
            alarm(60);
            _exit(works() ? 0 : 1);
        }
        int status = -1;
        CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    __atomic_store_n(&running, false, __ATOMIC_RELEASE);
    for (int at = 0; at < THREADS; at++) {
        void *failed = &running;
        CHECK(pthread_join(threads[at], &failed) == 0 && failed == NULL);
    }
}

int main(void)
{
    static const struct test tests[] = {
        {"children of a process with busy threads", children_of_busy_threads},
    };
    commet_sign(body, body_length, SECRET, strlen(SECRET), signature);
    verifier = new_verifier(COMMET_PROVIDER_COMMET);
    const int status = RUN(tests);
    commet_verifier_free(verifier);
    return status;
}
