package co.commet.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * Learns what went wrong with a request.
 *
 * @param <D> the sealed interface of all the provider's data
 */
@FunctionalInterface
public interface ErrorHandler<D extends EventData> {

    /**
     * Logs an error, say.
     *
     * @param event the event; null if the request was refused
     * @param error a {@link WebhookException} for a request that was refused, or what a handler threw
     */
    void handle(@Nullable WebhookEvent<D> event, Exception error);
}
