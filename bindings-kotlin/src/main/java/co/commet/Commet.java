package co.commet;

import co.commet.resources.Webhooks;
import org.jspecify.annotations.Nullable;

/**
 * The client of Commet's documentation; this package has its webhooks.
 *
 * <pre>{@code
 * Commet commet = Commet.builder().apiKey(System.getenv("COMMET_API_KEY")).build();
 * Map<String, Object> payload = commet.webhooks().verifyAndParse(rawBody, signature, secret);
 * }</pre>
 *
 * <p>It never changes: any number of threads may use it.
 */
public final class Commet {

    private final Webhooks webhooks = new Webhooks();

    private Commet() {}

    /**
     * Starts a client.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The webhooks of Commet.
     *
     * @return the same object with each call
     */
    public Webhooks webhooks() {
        return webhooks;
    }

    /** Makes a {@link Commet}. */
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
        public Commet build() {
            return new Commet();
        }
    }
}
