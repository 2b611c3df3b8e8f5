package co.commet.webhooks;

/**
 * A field that holds another object's id, or that object where the provider expanded it.
 *
 * <pre>{@code
 * if (refund.getOrder() instanceof Expandable.Id<Order>(String id)) { … }
 * }</pre>
 *
 * @param <T> the type of the object
 */
public sealed interface Expandable<T> {

    /**
     * The object's id alone.
     *
     * @param id the id
     * @param <T> the type of the object
     */
    record Id<T>(String id) implements Expandable<T> {}

    /**
     * The whole object.
     *
     * @param value the object
     * @param <T> its type
     */
    record Expanded<T>(T value) implements Expandable<T> {}
}
