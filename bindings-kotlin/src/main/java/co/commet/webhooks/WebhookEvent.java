package co.commet.webhooks;

import co.commet.internal.Plain;
import co.commet.internal.Tape;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authentic webhook.
 *
 * <pre>{@code
 * if (event.getData() instanceof SubscriptionActivated data) {
 *     grant(data.getCustomerId());
 * }
 * }</pre>
 *
 * <p>Whatever else the body holds, an event with a name and a data object arrives: other parts of the envelope
 * are null where the body does not have them, or has something else in their place. All is decoded when it is
 * asked for. It never changes: any number of threads may read it.
 *
 * @param <D> the sealed interface of all the provider's data
 */
public final class WebhookEvent<D extends EventData> {

    private static final Access[] ACCESS = Access.values();

    private final Provider provider;
    private final Tape tape;
    private final D data;

    WebhookEvent(Provider provider, Tape tape, D data) {
        this.provider = provider;
        this.tape = tape;
        this.data = data;
    }

    /**
     * The provider that has sent it.
     *
     * @return that of the object which has received it
     */
    public Provider getProvider() {
        return provider;
    }

    /**
     * The event's name.
     *
     * @return such as {@code subscription.activated}
     */
    public String getType() {
        return tape.type();
    }

    /**
     * The data: an object of the class that is named after the event, or an {@code UnknownEvent}.
     *
     * @return the same object with each call
     */
    public D getData() {
        return data;
    }

    /**
     * The provider's id of the event, the same on every delivery. To skip repeated deliveries, see
     * {@link #getIdempotencyKey()}.
     *
     * @return null where the body has none
     */
    public @Nullable String getId() {
        return tape.id();
    }

    /**
     * A key under which to remember that the event was handled: deliveries of one event share it.
     *
     * @return the event's id, or where that is absent or blank the SHA-256 of the body in hexadecimal digits
     */
    public String getIdempotencyKey() {
        String id = tape.id();
        return id == null || isBlank(id) ? sha256(tape.body()) : id;
    }

    /**
     * When the provider emitted the event, as the signed body states it.
     *
     * @return to the millisecond; null where the body does not say
     */
    public @Nullable Instant getTime() {
        return tape.time();
    }

    /**
     * The environment.
     *
     * @return {@code live} or {@code sandbox} for Commet, such as {@code prod} or {@code test} for CREEM; or null
     */
    public @Nullable String getMode() {
        return tape.mode();
    }

    /**
     * The organization whose event it is.
     *
     * @return its id; null where the body does not say
     */
    public @Nullable String getOrganizationId() {
        return tape.organizationId();
    }

    /**
     * The API version that shaped the data.
     *
     * @return such as {@code 2026-08-27}; null where the body does not say
     */
    public @Nullable String getApiVersion() {
        return tape.apiVersion();
    }

    /**
     * What the event says of the customer's access.
     *
     * @return null where it does not speak of it
     */
    public @Nullable Access getAccess() {
        int access = tape.access();
        return access == 0 ? null : ACCESS[access - 1];
    }

    /**
     * Whether to let the customer in.
     *
     * @return null where the event does not speak of it
     */
    public @Nullable Boolean grantsAccess() {
        Access access = getAccess();
        return access == null ? null : (Boolean) access.grants();
    }

    /**
     * Whether the catalog of this library has the event.
     *
     * @return false for one that is newer than the library
     */
    public boolean isKnown() {
        return tape.known();
    }

    /**
     * Whether the data has its type: the catalog has the event, and the data fits.
     *
     * @return false if the data is an {@code UnknownEvent}
     */
    public boolean isTyped() {
        return tape.typed();
    }

    /**
     * Why the event is not typed.
     *
     * @return such as {@code data.plan.id: expected a string, found null}; null if it is typed
     */
    public @Nullable String getUntypedReason() {
        return tape.typed() ? null : tape.reason();
    }

    /**
     * Decodes the whole body: envelope, data and whatever else the provider sent.
     *
     * @return a map of your own, in the order of the body; see {@link EventData#getRaw()}
     */
    public Map<String, @Nullable Object> getRaw() {
        return Plain.object(tape, tape.root());
    }

    /**
     * The body, byte for byte as it was signed.
     *
     * @return the array that was given: leave it unchanged for as long as the event is in use; of a string its UTF-8
     *     bytes
     */
    public byte[] getRawBody() {
        return tape.body();
    }

    /** The event's number in the catalog, if it is known. */
    int number() {
        return tape.number();
    }

    /** The name, the id and whether it is typed: nothing of the customer's. */
    @Override
    public String toString() {
        return "WebhookEvent{type=" + getType() + ", id=" + getId() + ", time=" + getTime() + ", typed=" + isTyped() + "}";
    }

    private static boolean isBlank(String id) {
        return id.chars().allMatch(character -> " \t\n\f\r".indexOf(character) >= 0);
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException("every JVM has SHA-256", error);
        }
    }
}
