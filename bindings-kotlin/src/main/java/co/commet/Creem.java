package co.commet;

import co.commet.resources.CreemWebhooks;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link Commet}, for CREEM.
 *
 * <pre>{@code
 * Creem creem = Creem.builder().apiKey(System.getenv("CREEM_API_KEY")).build();
 * Map<String, Object> payload = creem.webhooks().verifyAndParse(rawBody, signature, secret);
 * }</pre>
 *
 * <p>It never changes: any number of threads may use it.
 */
public final class Creem {

    private final CreemWebhooks webhooks = new CreemWebhooks();

    private Creem() {}

    /**
     * Starts a client.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The webhooks of CREEM.
     *
     * @return the same object with each call
     */
    public CreemWebhooks webhooks() {
        return webhooks;
    }

    /** Makes a {@link Creem}. */
    public static final class Builder {

        private Builder() {}

        /**
         * Takes the API key, as the documentation has it. Webhooks need none: it is not kept.
         *
         * @param apiKey perhaps null, as {@link System#getenv(String)} gives it
         * @return this builder
         */
        public Builder apiKey(@Nullable String apiKey) {
            return this;
        }

        /**
         * Makes the client.
         *
         * @return a client
         */
        public Creem build() {
            return new Creem();
        }
    }
}
