package co.commet.webhooks;

/**
 * Does something about an event.
 *
 * @param <D> the sealed interface of all the provider's data
 * @param <T> the data that it is called with
 */
@FunctionalInterface
public interface EventHandler<D extends EventData, T> {

    /**
     * Handles an event.
     *
     * @param event the event
     * @param data its data
     * @throws Exception if the provider is to send the event again
     */
    void handle(WebhookEvent<D> event, T data) throws Exception;
}
