package co.commet.resources;

import co.commet.creem.CreemData;
import co.commet.creem.CreemEvents;
import co.commet.webhooks.Provider;
import co.commet.webhooks.ProviderWebhooks;

/**
 * The webhooks of CREEM.
 *
 * <pre>{@code
 * WebhookEvent<CreemData> event = new CreemWebhooks().receive(rawBody, headers, WebhookOptions.of(secret));
 * }</pre>
 */
public final class CreemWebhooks extends ProviderWebhooks<CreemData> {

    /** All are alike. */
    public CreemWebhooks() {
        super(Provider.CREEM, CreemEvents::decode);
    }
}
