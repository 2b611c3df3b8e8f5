package co.commet.webhooks;

import co.commet.internal.Verifier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secret of an endpoint, and what is expected of its events. Make one when the application starts: the secret
 * is prepared once. Any number of threads may use it.
 *
 * <pre>{@code
 * WebhookOptions options = WebhookOptions.builder()
 *     .secret(System.getenv("COMMET_WEBHOOK_SECRET"))
 *     .mode("live")
 *     .build();
 * }</pre>
 *
 * <p>Secrets are kept in native memory, which the first call after this has become unreachable zeroes. They are never
 * shown.
 */
public final class WebhookOptions {

    /** The body size up to which handlers read unless something else is asked for: 1 MiB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 1 << 20;

    private static final long UNLIMITED = -1;

    private final Verifier verifier;
    private final @Nullable Clock clock;
    private final long maxBodyBytes;

    private WebhookOptions(Verifier verifier, @Nullable Clock clock, long maxBodyBytes) {
        this.verifier = verifier;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Options with a secret, and nothing else.
     *
     * @param secret the whole string that the dashboard shows, with its prefix
     * @return options
     * @throws ConfigurationException {@link ErrorCode#EMPTY_SECRET} if the secret is null, empty or blank
     */
    public static WebhookOptions of(@Nullable String secret) {
        return builder().secret(secret).build();
    }

    /**
     * Starts options.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    Verifier verifier() {
        return verifier;
    }

    /** The time to measure by, in milliseconds since 1970; any if no age is asked for. */
    long now() {
        if (clock == null) {
            return 0;
        }
        try {
            return clock.millis();
        } catch (ArithmeticException error) {
            // Of a fixed clock: no event is anywhere near.
            return clock.instant().getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The limit that is asked for, or else a default. */
    long maxBodyBytes(long otherwise) {
        return maxBodyBytes == UNLIMITED ? otherwise : maxBodyBytes;
    }

    /** Nothing but the class: secrets are never shown. */
    @Override
    public String toString() {
        return "WebhookOptions";
    }

    /** Makes {@link WebhookOptions}. It is for one thread. */
    public static final class Builder {

        private final List<String> secrets = new ArrayList<>();
        private @Nullable String mode;
        private long maxAge = -1;
        private long clockSkew = -1;
        private Clock clock = Clock.systemUTC();
        private long maxBodyBytes = UNLIMITED;

        private Builder() {}

        /**
         * Accepts what a secret has signed. Give several while one is being rotated: any may have signed.
         *
         * @param secret the whole string that the dashboard shows, with its prefix; null, as
         *     {@link System#getenv(String)} gives it, is an empty one
         * @return this
         */
        public Builder secret(@Nullable String secret) {
            secrets.add(secret == null ? "" : secret);
            return this;
        }

        /**
         * Accepts what any of several secrets has signed.
         *
         * @param secrets as for {@link #secret(String)}
         * @return this
         */
        public Builder secrets(Collection<String> secrets) {
            secrets.forEach(this::secret);
            return this;
        }

        /**
         * Refuses events of any other mode with {@link ErrorCode#WRONG_MODE}, so that one of a test cannot act in
         * production.
         *
         * @param mode such as {@code live}; null for any
         * @return this
         */
        public Builder mode(@Nullable String mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Refuses events whose signed time is longer ago with {@link ErrorCode#TOO_OLD}. It is off unless asked for,
         * as providers retry for hours with the same time: rather remember the
         * {@link WebhookEvent#getIdempotencyKey()} of what was handled.
         *
         * @param maxAge not negative; to the millisecond
         * @return this
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = millis(maxAge);
            return this;
        }

        /**
         * How far, with a maximum age, an event's time may lie in the future before it is refused with
         * {@link ErrorCode#FROM_THE_FUTURE}; five minutes unless something else is asked for.
         *
         * @param clockSkew not negative; to the millisecond
         * @return this
         */
        public Builder clockSkew(Duration clockSkew) {
            this.clockSkew = millis(clockSkew);
            return this;
        }

        /**
         * What tells the current time, which a maximum age needs; the system's clock unless something else is
         * asked for.
         *
         * @param clock for tests, such as a fixed one
         * @return this
         */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Refuses larger bodies with {@link ErrorCode#BODY_TOO_LARGE}. Handlers read no more than that, and
         * {@link #DEFAULT_MAX_BODY_BYTES} unless something else is asked for; elsewhere the limit is then 128 MiB.
         *
         * @param maxBodyBytes not negative
         * @return this
         */
        public Builder maxBodyBytes(long maxBodyBytes) {
            if (maxBodyBytes < 0) {
                throw new IllegalArgumentException("maxBodyBytes is negative");
            }
            this.maxBodyBytes = maxBodyBytes;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return options
         * @throws ConfigurationException {@link ErrorCode#EMPTY_SECRET} if there is no secret, or one is empty or
         *     blank
         */
        public WebhookOptions build() {
            Verifier verifier = Verifier.of(secrets, mode, maxAge, clockSkew);
            if (verifier == null) {
                throw Refusals.of(Refusals.EMPTY_SECRET, null, null, -1);
            }
            return new WebhookOptions(verifier, maxAge < 0 ? null : clock, maxBodyBytes);
        }

        private static long millis(Duration duration) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("a duration is negative");
            }
            try {
                return duration.toMillis();
            } catch (ArithmeticException error) {
                return Long.MAX_VALUE;
            }
        }
    }
}
