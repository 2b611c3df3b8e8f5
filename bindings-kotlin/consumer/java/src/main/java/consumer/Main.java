package consumer;

import co.commet.Commet;
import co.commet.events.CommetData;
import co.commet.events.CommetHandlers;
import co.commet.events.SubscriptionCanceled;
import co.commet.events.SubscriptionStatus;
import co.commet.events.UnknownEvent;
import co.commet.resources.Webhooks;
import co.commet.webhooks.ErrorCode;
import co.commet.webhooks.WebhookEvent;
import co.commet.webhooks.WebhookException;
import co.commet.webhooks.WebhookOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Prints what it learns of a webhook. */
public final class Main {

    private static final String SECRET = "whsec_test";
    private static final String BODY = "{\"event\":\"subscription.canceled\",\"data\":{\"subscriptionId\":\"sub_1\","
            + "\"customerId\":\"user_1\",\"status\":\"canceled\",\"cancelReason\":\"muy caro, señor\"}}";

    private Main() {}

    public static void main(String[] arguments) {
        Commet commet = Commet.builder().apiKey(System.getenv("COMMET_API_KEY")).build();
        Webhooks webhooks = commet.webhooks();
        String signature = webhooks.sign(BODY, SECRET);
        Map<String, Object> payload = webhooks.verifyAndParse(BODY, signature, SECRET);
        System.out.println(payload);

        WebhookOptions options = WebhookOptions.of(SECRET);
        WebhookEvent<CommetData> event = webhooks.receive(BODY, Map.of("X-Commet-Signature", signature), options);
        System.out.println(describe(event.getData()));

        try {
            webhooks.receive(BODY, Map.of("X-Commet-Signature", "0".repeat(64)), options);
        } catch (WebhookException error) {
            switch (error.getCode()) {
                case ErrorCode.SIGNATURE_MISMATCH -> System.out.println("answer " + error.getHttpStatus());
                default -> throw error;
            }
        }

        CommetHandlers handlers = new CommetHandlers(options)
                .onSubscriptionCanceled((received, data) -> System.out.println("revoke " + data.getCustomerId()))
                .onEvent((received, data) -> System.out.println("log " + received.getType()));
        System.out.println(handlers.answer(BODY.getBytes(StandardCharsets.UTF_8), Map.of("x-commet-signature", signature)));
    }

    private static String describe(CommetData data) {
        if (data instanceof SubscriptionCanceled canceled) {
            return canceled.getCustomerId() + " is " + switch (canceled.getStatus().getValue()) {
                case CANCELED -> "gone: " + canceled.getCancelReason();
                case UNKNOWN -> "something new: " + canceled.getStatus();
                default -> canceled.getStatus() == SubscriptionStatus.ACTIVE ? "here" : "somewhere";
            };
        }
        return data instanceof UnknownEvent unknown ? unknown.getReason() : "another event";
    }
}
