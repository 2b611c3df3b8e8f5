package co.commet;

import static co.commet.Samples.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import co.commet.creem.CreemHandlers;
import co.commet.creem.Subscription;
import co.commet.events.CommetHandlers;
import co.commet.events.PaymentFailed;
import co.commet.resources.CreemWebhooks;
import co.commet.resources.Webhooks;
import co.commet.webhooks.UnreadableException;
import co.commet.webhooks.WebhookAnswer;
import co.commet.webhooks.WebhookOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlersTest {

    private static final String FAILED = Samples.event("payment.failed",
            "{\"invoiceId\":\"inv_1\",\"invoiceNumber\":\"1\",\"customerId\":\"user_1\",\"subscriptionId\":null,\"failureCode\":null,\"failureMessage\":null}");
    private static final String CANCELED = Samples.event("subscription.canceled",
            "{\"subscriptionId\":\"sub_1\",\"customerId\":\"user_1\",\"status\":\"canceled\",\"cancelReason\":null}");

    private final List<String> calls = new ArrayList<>();
    private final List<Exception> errors = new ArrayList<>();
    private final CommetHandlers handlers = new CommetHandlers(WebhookOptions.of(SECRET))
            .onError((event, error) -> errors.add(error));

    private WebhookAnswer answer(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return handlers.answer(body, Map.of("X-Commet-Signature", new Webhooks().sign(body, SECRET)));
    }

    @Test
    void callsHandlersInOrder() {
        handlers.onEvent((event, data) -> calls.add("all " + event.getType()))
                .onRevokeAccess((event, data) -> calls.add("revoke"))
                .onGrantAccess((event, data) -> calls.add("grant"))
                .onPaymentFailed((event, data) -> calls.add("failed " + data.getCustomerId()))
                .on(PaymentFailed.class, (event, data) -> calls.add("again " + data.getInvoiceId()));
        assertEquals(new WebhookAnswer(200, "{\"received\":true}"), answer(FAILED));
        assertEquals(200, answer(CANCELED).status());
        assertEquals(200, answer(Samples.event("brand.new", "{}")).status());
        assertEquals(
                List.of("failed user_1", "again inv_1", "all payment.failed", "revoke", "all subscription.canceled", "all brand.new"),
                calls);
        assertTrue(errors.isEmpty());
    }

    @Test
    void answersWhatIsWrong() {
        assertEquals(new WebhookAnswer(403, "{\"received\":false,\"code\":\"missing_signature\"}"), handlers.answer(new byte[] {'{', '}'}, Map.of()));
        assertEquals(400, answer("{\"event\":1}").status());
        assertInstanceOf(UnreadableException.class, errors.get(1));
        assertEquals(403, handlers.answer((byte[]) null, Map.of()).status());
        assertEquals(413, answer("{\"event\":\"" + "x".repeat(1 << 20) + "\"}").status());
    }

    @Test
    void asksForTheEventAgainWhenAHandlerFails() {
        IOException failure = new IOException("the database is away");
        handlers.onPaymentFailed((event, data) -> {
            throw failure;
        }).onEvent((event, data) -> calls.add("never"));
        assertEquals(new WebhookAnswer(500, "{\"received\":false}"), answer(FAILED));
        assertEquals(List.of(failure), errors);
        assertTrue(calls.isEmpty());
    }

    @Test
    void leavesErrorsToTheCallerAndInterruptsAreNotLost() {
        assertThrows(NullPointerException.class, () -> handlers.onEvent(null));
        handlers.onPaymentFailed((event, data) -> {
            throw new InterruptedException();
        }).onEvent((event, data) -> {
            throw new StackOverflowError();
        });
        assertEquals(500, answer(FAILED).status());
        assertTrue(Thread.interrupted());
        assertEquals(1, errors.size());
        assertThrows(StackOverflowError.class, () -> answer(CANCELED));
        assertEquals(1, errors.size());
    }

    @Test
    void losesNoEventWhoseDataDoesNotFit() {
        String misfit = Samples.event("payment.failed", "{\"invoiceId\":5}");
        assertEquals(200, answer(misfit).status(), "nobody wants it");
        handlers.onPaymentFailed((event, data) -> calls.add("failed"));
        assertEquals(500, answer(misfit).status(), "somebody wants it, and cannot have it");
        handlers.onEvent((event, data) -> calls.add(event.getUntypedReason()));
        assertEquals(200, answer(misfit).status());
        assertEquals(List.of("data.invoiceId: expected a string, found a number"), calls);
    }

    @Test
    void readsNoMoreThanItMay() {
        class Endless extends InputStream {
            private long given;

            @Override
            public int read() {
                given++;
                return 'x';
            }
        }
        Endless endless = new Endless();
        assertEquals(413, handlers.answer(endless, name -> "0".repeat(64)).status());
        assertEquals((1 << 20) + 1, endless.given);

        byte[] body = FAILED.getBytes(StandardCharsets.UTF_8);
        String signature = new Webhooks().sign(body, SECRET);
        assertEquals(200, handlers.answer(new ByteArrayInputStream(body), name -> name.equals("X-Commet-Signature") ? signature : null).status());

        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the peer has gone");
            }
        };
        assertEquals(400, handlers.answer(broken, name -> null).status());
    }

    @Test
    void handlesGroupsOfCreemsEvents() {
        CreemHandlers creem = new CreemHandlers(WebhookOptions.of(SECRET))
                .on(Subscription.class, (event, data) -> calls.add(data.getId()))
                .onSubscriptionPaused((event, data) -> calls.add("paused"));
        byte[] body = Samples.events("creem")
                .filter(sample -> new String(sample, StandardCharsets.UTF_8).contains("\"subscription.paused\""))
                .findFirst()
                .orElseThrow();
        assertEquals(200, creem.answer(body, Map.of("creem-signature", new CreemWebhooks().sign(body, SECRET))).status());
        assertEquals(2, calls.size());
        assertEquals("paused", calls.get(1));
        assertNull(errors.isEmpty() ? null : errors.get(0));
    }
}
