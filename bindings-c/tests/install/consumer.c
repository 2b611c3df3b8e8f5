/* A program that uses the installed library; compiled as C and as C++. */

#include <commet.h>
#include <commet_events.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    static const char body[] = "{\"event\":\"payment.failed\",\"data\":{\"customerId\":\"user_1\"}}";
    char signature[COMMET_SIGNATURE_SIZE];
    commet_verifier *verifier = NULL;
    if (commet_sign(body, strlen(body), "whsec_test", 10, signature) != COMMET_OK ||
        commet_verifier_new(COMMET_PROVIDER_COMMET, "whsec_test", 10, &verifier) != COMMET_OK) {
        return 1;
    }
    const commet_header header = {commet_str("X-Commet-Signature"), commet_str(signature)};
    commet_result *result = commet_receive(verifier, body, strlen(body), &header, 1, NULL);
    const commet_slice customer = commet_value_string(commet_value_path(commet_event_data(result), "customerId"));
    const int failed = commet_event_of(result) != COMMET_EVENT_PAYMENT_FAILED || customer.len != 6 ||
                       strcmp(commet_version(), COMMET_VERSION) != 0;
    printf("%s %.*s\n", commet_version(), (int)customer.len, customer.data);
    commet_result_free(result);
    commet_verifier_free(verifier);
    return failed;
}
