package co.commet.resources;

import co.commet.events.CommetData;
import co.commet.events.CommetEvents;
import co.commet.webhooks.Provider;
import co.commet.webhooks.ProviderWebhooks;

/**
 * The webhooks of Commet.
 *
 * <pre>{@code
 * WebhookEvent<CommetData> event = new Webhooks().receive(rawBody, headers, WebhookOptions.of(secret));
 * }</pre>
 */
public final class Webhooks extends ProviderWebhooks<CommetData> {

    /** All are alike. */
    public Webhooks() {
        super(Provider.COMMET, CommetEvents::decode);
    }
}
