package co.commet.webhooks;

import co.commet.internal.Tape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks, calls the handlers that are there for each, and says what to answer, whatever the web
 * framework:
 *
 * <ul>
 *   <li>200 {@code {"received":true}} when all handlers have returned, also when there are none for the event;
 *   <li>403 to what is not authentic, 400 to what is authentic but cannot be read or is not expected, 413 to what is
 *       too large, as {@link WebhookException#getHttpStatus()} says;
 *   <li>500 when a handler throws an exception, so that the provider sends the event again; the remaining ones are
 *       not called. After an {@link InterruptedException} the thread is interrupted.
 * </ul>
 *
 * <p>An {@link Error} that a handler throws is thrown on, for the web framework to answer.
 *
 * <p>Handlers of the event's class are called first, then those for access, then those for every event, each kind
 * in the order in which they were given. Deliveries repeat: see {@link WebhookEvent#getIdempotencyKey()}.
 *
 * <p>Give it all handlers when the application starts; then any number of threads may use it.
 *
 * @param <D> the sealed interface of all the provider's data
 * @param <H> the class of the provider's handlers
 */
public abstract class WebhookHandlers<D extends EventData, H extends WebhookHandlers<D, H>> {

    private static final System.Logger LOGGER = System.getLogger("co.commet.webhooks");

    private final ProviderWebhooks<D> webhooks;
    private final IntFunction<Class<? extends D>> dataClass;
    private final WebhookOptions options;
    private final List<Registration<D, ?>> typed = new ArrayList<>();
    private final List<EventHandler<D, ? super D>> granting = new ArrayList<>();
    private final List<EventHandler<D, ? super D>> revoking = new ArrayList<>();
    private final List<EventHandler<D, ? super D>> all = new ArrayList<>();
    private ErrorHandler<D> onError = WebhookHandlers::log;

    /**
     * Not for use outside of this library.
     *
     * @param webhooks receives
     * @param dataClass gives the class of an event's data
     * @param options the secret, and what is expected of events
     * @hidden
     */
    protected WebhookHandlers(
            ProviderWebhooks<D> webhooks, IntFunction<Class<? extends D>> dataClass, WebhookOptions options) {
        this.webhooks = webhooks;
        this.dataClass = dataClass;
        this.options = options;
    }

    private record Registration<D extends EventData, T>(Class<T> type, EventHandler<D, ? super T> handler) {

        void call(WebhookEvent<D> event) throws Exception {
            handler.handle(event, type.cast(event.getData()));
        }
    }

    /**
     * Calls a handler for events whose data is of a class, such as {@code PaymentFailed.class}, or
     * {@code UnknownEvent.class} for events that have no type here. There is a method for each event that does the
     * same.
     *
     * @param type the class
     * @param handler it
     * @param <T> the class
     * @return this
     */
    public <T> H on(Class<T> type, EventHandler<D, ? super T> handler) {
        typed.add(new Registration<>(Objects.requireNonNull(type), Objects.requireNonNull(handler)));
        return self();
    }

    /**
     * Calls a handler for events that say that the customer is to be let in, or still is.
     *
     * @param handler it
     * @return this
     */
    public H onGrantAccess(EventHandler<D, ? super D> handler) {
        granting.add(Objects.requireNonNull(handler));
        return self();
    }

    /**
     * Calls a handler for events that say that the customer is to be let in no longer.
     *
     * @param handler it
     * @return this
     */
    public H onRevokeAccess(EventHandler<D, ? super D> handler) {
        revoking.add(Objects.requireNonNull(handler));
        return self();
    }

    /**
     * Calls a handler for every event, known or not, after its other handlers.
     *
     * @param handler it
     * @return this
     */
    public H onEvent(EventHandler<D, ? super D> handler) {
        all.add(Objects.requireNonNull(handler));
        return self();
    }

    /**
     * Tells a handler of every request that is answered with anything but 200. Without one, they are logged with
     * {@link System.Logger}.
     *
     * @param handler it
     * @return this
     */
    public H onError(ErrorHandler<D> handler) {
        onError = Objects.requireNonNull(handler);
        return self();
    }

    /**
     * Receives a request whose body has been read.
     *
     * @param rawBody the body as it came, at most {@link #getMaxBodyBytes()} and one more; null is an empty one
     * @param headers as for {@link ProviderWebhooks#receive(byte[], Map, WebhookOptions)}
     * @return what to answer
     */
    public WebhookAnswer answer(byte @Nullable [] rawBody, Map<String, ?> headers) {
        return answer(rawBody, headers.entrySet());
    }

    /**
     * As {@link #answer(byte[], Map)}, with headers as a list of pairs.
     *
     * @param rawBody the body as it came
     * @param headers all headers, names in any case
     * @return what to answer
     */
    public WebhookAnswer answer(byte @Nullable [] rawBody, Iterable<? extends Map.Entry<String, ?>> headers) {
        return answer(() -> rawBody, HeaderLookup.of(webhooks.getProvider(), headers));
    }

    /**
     * As {@link #answer(byte[], Map)}, with a function that looks headers up.
     *
     * @param rawBody the body as it came
     * @param headers as for {@link ProviderWebhooks#receive(byte[], Function, WebhookOptions)}
     * @return what to answer
     */
    public WebhookAnswer answer(byte @Nullable [] rawBody, Function<? super String, ?> headers) {
        return answer(() -> rawBody, HeaderLookup.of(webhooks.getProvider(), headers));
    }

    /**
     * Receives a request, and reads as much of its body as it may have. Of a servlet:
     *
     * <pre>{@code
     * handlers.answer(request.getInputStream(), name -> request.getHeaders(name));
     * }</pre>
     *
     * @param rawBody the body, before anything has read of it
     * @param headers as for {@link ProviderWebhooks#receive(byte[], Function, WebhookOptions)}
     * @return what to answer
     */
    public WebhookAnswer answer(InputStream rawBody, Function<? super String, ?> headers) {
        // One byte more than the limit is enough to be refused.
        return answer(
                () -> rawBody.readNBytes((int) Math.min(getMaxBodyBytes(), Integer.MAX_VALUE - 1) + 1),
                HeaderLookup.of(webhooks.getProvider(), headers));
    }

    /**
     * How large a body may be.
     *
     * @return as the options say, or else {@link WebhookOptions#DEFAULT_MAX_BODY_BYTES}
     */
    public long getMaxBodyBytes() {
        return options.maxBodyBytes(WebhookOptions.DEFAULT_MAX_BODY_BYTES);
    }

    private interface Body {
        byte @Nullable [] read() throws IOException;
    }

    private WebhookAnswer answer(Body body, HeaderLookup headers) {
        WebhookEvent<D> event = null;
        try {
            event = webhooks.receive(ProviderWebhooks.raw(body.read()), headers, options, WebhookOptions.DEFAULT_MAX_BODY_BYTES);
            handle(event);
            return WebhookAnswer.RECEIVED;
        } catch (Exception error) {
            if (error instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            onError.handle(event, error);
            if (event != null) {
                return WebhookAnswer.FAILED;
            }
            return error instanceof WebhookException refusal ? WebhookAnswer.refused(refusal) : WebhookAnswer.CUT_SHORT;
        }
    }

    private void handle(WebhookEvent<D> event) throws Exception {
        D data = event.getData();
        boolean handled = false;
        for (Registration<D, ?> registration : typed) {
            if (registration.type().isInstance(data)) {
                registration.call(event);
                handled = true;
            }
        }
        Boolean grants = event.grantsAccess();
        if (grants != null) {
            handled |= call(grants ? granting : revoking, event);
        }
        handled |= call(all, event);
        if (!handled && event.isKnown() && !event.isTyped() && isMissed(event)) {
            // Its handler wants data of the type. To say that all is well would lose the event.
            throw new IllegalStateException(event.getType() + ": " + event.getUntypedReason());
        }
    }

    private boolean call(List<EventHandler<D, ? super D>> handlers, WebhookEvent<D> event) throws Exception {
        for (EventHandler<D, ? super D> handler : handlers) {
            handler.handle(event, event.getData());
        }
        return !handlers.isEmpty();
    }

    /** Whether a handler would have been called if the data had fitted. */
    private boolean isMissed(WebhookEvent<D> event) {
        Class<?> wanted = dataClass.apply(event.number());
        return typed.stream().anyMatch(registration -> registration.type().isAssignableFrom(wanted));
    }

    private static void log(@Nullable WebhookEvent<?> event, Exception error) {
        if (error instanceof WebhookException refusal) {
            LOGGER.log(System.Logger.Level.WARNING, "webhook refused: {0}: {1}", refusal.getCode(), refusal.getMessage());
        } else {
            LOGGER.log(System.Logger.Level.ERROR, "webhook failed: " + event, error);
        }
    }

    @SuppressWarnings("unchecked")
    private H self() {
        return (H) this;
    }
}
