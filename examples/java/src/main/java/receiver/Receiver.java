package receiver;

import co.commet.creem.CreemData;
import co.commet.creem.CreemHandlers;
import co.commet.creem.Customer;
import co.commet.creem.SubscriptionExpired;
import co.commet.creem.SubscriptionPaid;
import co.commet.events.CommetData;
import co.commet.events.CommetHandlers;
import co.commet.events.PaymentFailed;
import co.commet.events.SubscriptionActivated;
import co.commet.events.SubscriptionCanceled;
import co.commet.webhooks.Expandable;
import co.commet.webhooks.WebhookEvent;
import co.commet.webhooks.WebhookOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Receives the webhooks of Commet and CREEM, with Spring Boot:
 *
 * <pre>
 * mvn package
 * COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… java -jar target/receiver.jar
 * </pre>
 */
@SpringBootApplication
public class Receiver {

    private static final Logger log = LoggerFactory.getLogger(Receiver.class);

    private final Records records = new Records();

    public static void main(String[] args) {
        SpringApplication.run(Receiver.class, args);
    }

    /** A bean of handlers is a route: POST /webhooks/commet. */
    @Bean
    CommetHandlers commet(WebhookOptions commetWebhookOptions) {
        return new CommetHandlers(commetWebhookOptions)
                .onEvent((event, data) -> once(event, () -> handle(data)));
    }

    /** POST /webhooks/creem. */
    @Bean
    CreemHandlers creem(WebhookOptions creemWebhookOptions) {
        return new CreemHandlers(creemWebhookOptions)
                .onEvent((event, data) -> once(event, () -> handle(data)));
    }

    /** Does something for an event once. What it throws is answered with 500, and the provider sends the event again. */
    private void once(WebhookEvent<?> event, Runnable action) {
        String what = event.getType() + " as " + event.getIdempotencyKey();
        if (!records.first(event)) {
            log.info("repeated {}", what);
        } else if (!event.isTyped()) {
            // Newer than this program, perhaps. Its data is all there: event.getRaw().
            log.warn("untyped {}: {}", what, event.getUntypedReason());
        } else {
            action.run();
            log.info("handled {}", what);
        }
    }

    private void handle(CommetData event) {
        if (event instanceof SubscriptionActivated data) {
            records.setAccess(data.getCustomerId(), true);
        } else if (event instanceof SubscriptionCanceled data) {
            records.setAccess(data.getCustomerId(), false);
        } else if (event instanceof PaymentFailed data) {
            log.info("remind {}: {}", data.getCustomerId(), data.getFailureCode());
        }
    }

    private void handle(CreemData event) {
        if (event instanceof SubscriptionPaid data) {
            records.setAccess(id(data.getCustomer()), true);
        } else if (event instanceof SubscriptionExpired data) {
            records.setAccess(id(data.getCustomer()), false);
        }
    }

    private static String id(Expandable<Customer> customer) {
        if (customer instanceof Expandable.Expanded<Customer> expanded) {
            return expanded.value().getId();
        }
        return customer instanceof Expandable.Id<Customer> reference ? reference.id() : "somebody";
    }
}
