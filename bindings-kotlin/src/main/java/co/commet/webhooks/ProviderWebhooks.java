package co.commet.webhooks;

import co.commet.internal.Answer;
import co.commet.internal.Body;
import co.commet.internal.Plain;
import co.commet.internal.Tape;
import co.commet.internal.Text;
import co.commet.internal.Verifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls that all providers' webhooks have. Any number of threads may use it, virtual ones too. Bodies are bytes as they came, before anything parses them; a string stands for its UTF-8 bytes.
 *
 * @param <D> the sealed interface of all the provider's data
 */
public abstract class ProviderWebhooks<D extends EventData> {

    private static final int RECORD_BYTES = 16;
    private static final byte[] NO_BYTES = {};

    private final Provider provider;
    private final Function<Tape, D> decoder;
    /** A secret that came twice in a row: most likely the only one. To prepare it costs a fifth of a small call. */
    private volatile @Nullable Prepared prepared;
    /** The secret that was not prepared when it came last. */
    private volatile @Nullable String latest;

    private static final class Prepared {
        private final String secret;
        private final Verifier verifier;

        Prepared(String secret, Verifier verifier) {
            this.secret = secret;
            this.verifier = verifier;
        }
    }

    /**
     * Not for use outside of this library.
     *
     * @param provider whose webhooks
     * @param decoder makes the data of an event
     * @hidden
     */
    @SuppressWarnings("exports")
    protected ProviderWebhooks(Provider provider, Function<Tape, D> decoder) {
        this.provider = provider;
        this.decoder = decoder;
    }

    /**
     * Whose webhooks they are.
     *
     * @return the provider
     */
    public final Provider getProvider() {
        return provider;
    }

    /**
     * The payload, if the signature is right and the body a JSON object. It accepts any signed object; use
     * {@link #receive(byte[], Map, WebhookOptions) receive} for typed events, and to learn what is wrong.
     *
     * @param rawBody the body as it came, which nobody may change until this returns: its texts are read from the
     *     array after it has been verified
     * @param signature the value of the provider's signature header
     * @param secrets the whole string that the dashboard shows, with its prefix; several while one is replaced, any
     *     of which may have signed
     * @return a map of your own, in the order of the body; of {@link String}, {@link Integer}, {@link Long},
     *     {@link Double}, {@link Boolean}, {@link Map}, {@link List} and null. Or null; anything wrong, null
     *     arguments included, never throws
     */
    public @Nullable Map<String, @Nullable Object> verifyAndParse(
            byte @Nullable [] rawBody, @Nullable String signature, @Nullable String @Nullable ... secrets) {
        if (rawBody == null || signature == null || !areGiven(secrets)) {
            return null;
        }
        return payload(new Body(rawBody), signature, secrets);
    }

    private @Nullable Map<String, @Nullable Object> payload(Body rawBody, String signature, String[] secrets) {
        Answer answer = new Answer(rawBody);
        Tape tape = tape(answer, signature, secrets);
        Map<String, @Nullable Object> payload = tape == null ? null : Plain.object(tape, tape.root());
        answer.free();
        return payload;
    }

    private static boolean areGiven(@Nullable String @Nullable [] secrets) {
        if (secrets == null) {
            return false;
        }
        for (String secret : secrets) {
            if (secret == null) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Tape tape(Answer answer, String signature, String[] secrets) {
        if (secrets.length != 1) {
            Verifier verifier = Verifier.of(List.of(secrets), null, -1, -1);
            return verifier == null ? null : verifier.parse(answer, signature);
        }
        String secret = secrets[0];
        Prepared known = prepared;
        if (known != null && known.secret.equals(secret)) {
            return known.verifier.parse(answer, signature);
        }
        if (secret.equals(latest)) {
            Verifier verifier = Verifier.of(List.of(secret), null, -1, -1);
            prepared = verifier == null ? null : new Prepared(secret, verifier);
        }
        latest = secret;
        byte[] first = Text.bytes(signature);
        return answer.parse(Text.join(first, Text.bytes(secret)), first.length);
    }

    /**
     * As {@link #verifyAndParse(byte[], String, String...)}, of a body that has been decoded as UTF-8.
     *
     * @param rawBody the body as it came
     * @param signature the value of the provider's signature header
     * @param secret the whole string that the dashboard shows, with its prefix
     * @return the payload, or null
     */
    public @Nullable Map<String, @Nullable Object> verifyAndParse(
            @Nullable String rawBody, @Nullable String signature, @Nullable String secret) {
        if (rawBody == null || signature == null || secret == null) {
            return null;
        }
        return payload(new Body(rawBody), signature, new String[] {secret});
    }

    /**
     * Whether the signature is that of the payload with one of the secrets. The comparison takes constant time.
     *
     * @param payload the body as it came
     * @param signature the value of the provider's signature header
     * @param secrets the whole string that the dashboard shows, with its prefix; several while one is replaced
     * @return false for anything wrong, null arguments included; it never throws
     */
    public boolean verify(
            byte @Nullable [] payload, @Nullable String signature, @Nullable String @Nullable ... secrets) {
        if (payload == null || signature == null || !areGiven(secrets)) {
            return false;
        }
        return isRight(new Body(payload), signature, secrets);
    }

    private static boolean isRight(Body payload, String signature, String[] secrets) {
        // One that is blank spoils the list, as everywhere.
        if (secrets.length != 1 && Verifier.of(List.of(secrets), null, -1, -1) == null) {
            return false;
        }
        byte[] first = Text.bytes(signature);
        for (String secret : secrets) {
            if (payload.verify(Text.join(first, Text.bytes(secret)), first.length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * As {@link #verify(byte[], String, String...)}, of a body that has been decoded as UTF-8.
     *
     * @param payload the body as it came
     * @param signature the value of the provider's signature header
     * @param secret the whole string that the dashboard shows, with its prefix
     * @return whether it is right
     */
    public boolean verify(@Nullable String payload, @Nullable String signature, @Nullable String secret) {
        if (payload == null || signature == null || secret == null) {
            return false;
        }
        return isRight(new Body(payload), signature, new String[] {secret});
    }

    /**
     * The signature of a payload, for tests of a receiver.
     *
     * @param payload the body
     * @param secret the whole string that the dashboard shows, with its prefix
     * @return 64 lower-case hexadecimal digits
     * @throws ConfigurationException {@link ErrorCode#EMPTY_SECRET} if the secret is empty or blank
     */
    public String sign(byte[] payload, String secret) {
        return sign(new Body(payload), secret);
    }

    private static String sign(Body payload, String secret) {
        byte[] signature = payload.sign(Text.bytes(secret));
        if (signature == null || signature.length == 0) {
            throw Refusals.of(Refusals.EMPTY_SECRET, null, null, -1);
        }
        return new String(signature, StandardCharsets.ISO_8859_1);
    }

    /**
     * As {@link #sign(byte[], String)}, of the UTF-8 bytes of a text.
     *
     * @param payload the body
     * @param secret the whole string that the dashboard shows, with its prefix
     * @return 64 lower-case hexadecimal digits
     * @throws ConfigurationException {@link ErrorCode#EMPTY_SECRET} if the secret is empty or blank
     */
    public String sign(String payload, String secret) {
        return sign(new Body(payload), secret);
    }

    /**
     * Verifies a request and gives its event, or says exactly what is wrong with it.
     *
     * @param rawBody the body as it came, which the event keeps: leave it unchanged for as long as the event is in
     *     use; null is an empty one
     * @param headers all headers, names in any case; values are texts, or collections or arrays of them
     * @param options the secret, and what is expected of the event
     * @return a typed event
     * @throws WebhookException for anything wrong with the request
     */
    public WebhookEvent<D> receive(byte @Nullable [] rawBody, Map<String, ?> headers, WebhookOptions options) {
        return receive(rawBody, headers.entrySet(), options);
    }

    /**
     * As {@link #receive(byte[], Map, WebhookOptions)}, with headers as a list of pairs.
     *
     * @param rawBody the body as it came
     * @param headers all headers, names in any case
     * @param options the secret, and what is expected of the event
     * @return a typed event
     * @throws WebhookException for anything wrong with the request
     */
    public WebhookEvent<D> receive(
            byte @Nullable [] rawBody, Iterable<? extends Map.Entry<String, ?>> headers, WebhookOptions options) {
        return receive(raw(rawBody), HeaderLookup.of(provider, headers), options, -1);
    }

    /**
     * As {@link #receive(byte[], Map, WebhookOptions)}, with a function that looks headers up, in whose names case
     * must not matter. Prefer one that gives all values of a header, such as
     * {@code name -> Collections.list(request.getHeaders(name))} of a servlet: a repeated signature is then refused.
     *
     * @param rawBody the body as it came
     * @param headers gives the value of a header, or a collection, an array or an {@link java.util.Enumeration} of
     *     its values; null where there is none
     * @param options the secret, and what is expected of the event
     * @return a typed event
     * @throws WebhookException for anything wrong with the request
     */
    public WebhookEvent<D> receive(
            byte @Nullable [] rawBody, Function<? super String, ?> headers, WebhookOptions options) {
        return receive(raw(rawBody), HeaderLookup.of(provider, headers), options, -1);
    }

    /**
     * As {@link #receive(byte[], Map, WebhookOptions)}, of a body that some framework gives.
     *
     * @param rawBody a string, which stands for its UTF-8 bytes. Anything else, such as a parsed object, is refused
     *     with {@link ErrorCode#BODY_NOT_RAW}
     * @param headers all headers, names in any case
     * @param options the secret, and what is expected of the event
     * @return a typed event
     * @throws WebhookException for anything wrong with the request
     */
    public WebhookEvent<D> receive(@Nullable Object rawBody, Map<String, ?> headers, WebhookOptions options) {
        return receive(raw(rawBody), HeaderLookup.of(provider, headers.entrySet()), options, -1);
    }

    /**
     * As {@link #receive(Object, Map, WebhookOptions)}, with headers as a list of pairs.
     *
     * @param rawBody a string, which stands for its UTF-8 bytes
     * @param headers all headers, names in any case
     * @param options the secret, and what is expected of the event
     * @return a typed event
     * @throws WebhookException for anything wrong with the request
     */
    public WebhookEvent<D> receive(
            @Nullable Object rawBody, Iterable<? extends Map.Entry<String, ?>> headers, WebhookOptions options) {
        return receive(raw(rawBody), HeaderLookup.of(provider, headers), options, -1);
    }

    /**
     * As {@link #receive(Object, Map, WebhookOptions)}, with a function that looks headers up.
     *
     * @param rawBody a string, which stands for its UTF-8 bytes
     * @param headers as for {@link #receive(byte[], Function, WebhookOptions)}
     * @param options the secret, and what is expected of the event
     * @return a typed event
     * @throws WebhookException for anything wrong with the request
     */
    public WebhookEvent<D> receive(
            @Nullable Object rawBody, Function<? super String, ?> headers, WebhookOptions options) {
        return receive(raw(rawBody), HeaderLookup.of(provider, headers), options, -1);
    }

    WebhookEvent<D> receive(Body rawBody, HeaderLookup headers, WebhookOptions options, long limit) {
        Answer answer = new Answer(rawBody);
        Tape tape = options.verifier()
                .receive(
                        answer,
                        provider.ordinal(),
                        headers.signature(),
                        headers.event(),
                        options.now(),
                        options.maxBodyBytes(limit));
        if (tape == null) {
            throw refusal(answer.refusal());
        }
        return new WebhookEvent<>(provider, tape, decoder.apply(tape));
    }

    static Body raw(@Nullable Object body) {
        if (body == null) {
            return new Body(NO_BYTES);
        }
        if (body instanceof byte[] bytes) {
            return new Body(bytes);
        }
        if (body instanceof CharSequence text) {
            return new Body(text.toString());
        }
        throw Refusals.of(Refusals.BODY_NOT_RAW, null, null, -1);
    }

    /** The exception that the native library describes: see {@code native/src/reply.rs}. */
    private static WebhookException refusal(byte @Nullable [] record) {
        if (record == null) {
            return Refusals.of(-1, null, null, -1);
        }
        ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int fieldLength = buffer.getInt(4);
        int behind = RECORD_BYTES + fieldLength;
        String field = new String(record, RECORD_BYTES, fieldLength, StandardCharsets.UTF_8);
        String message = new String(record, behind, record.length - behind, StandardCharsets.UTF_8);
        return Refusals.of(buffer.getInt(0), message, field.isEmpty() ? null : field, buffer.getLong(8));
    }
}
