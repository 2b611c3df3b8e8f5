package co.commet.spring;

import co.commet.creem.CreemHandlers;
import co.commet.events.CommetHandlers;
import co.commet.webhooks.WebhookOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Makes {@link WebhookOptions} of {@code commet.webhooks.secret} and {@code commet.webhooks.mode}, and routes
 * {@code commet.webhooks.path} to the bean of class {@link CommetHandlers}; likewise with {@code creem.webhooks} and
 * {@link CreemHandlers}. An application that has both providers tells their options apart by the names of the beans,
 * {@code commetWebhookOptions} and {@code creemWebhookOptions}.
 *
 * <pre>{@code
 * @Bean
 * CommetHandlers webhooks(WebhookOptions options) {
 *     return new CommetHandlers(options)
 *         .onSubscriptionActivated((event, data) -> grant(data.getCustomerId()));
 * }
 * }</pre>
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@EnableConfigurationProperties({
    WebhooksAutoConfiguration.CommetProperties.class,
    WebhooksAutoConfiguration.CreemProperties.class
})
public class WebhooksAutoConfiguration {

    /** For Spring. */
    WebhooksAutoConfiguration() {}

    /**
     * Of Commet.
     *
     * @param secret The whole string that Commet's dashboard shows for the endpoint, with its prefix.
     * @param mode The mode that events must have, such as live; any unless it is given.
     * @param path Where Commet sends its webhooks to.
     */
    @ConfigurationProperties("commet.webhooks")
    record CommetProperties(
            @Nullable String secret, @Nullable String mode, @DefaultValue("/webhooks/commet") String path) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "commet.webhooks";
        }
    }

    /**
     * Of CREEM.
     *
     * @param secret The whole string that CREEM's dashboard shows for the endpoint, with its prefix.
     * @param mode The mode that events must have, such as prod; any unless it is given.
     * @param path Where CREEM sends its webhooks to.
     */
    @ConfigurationProperties("creem.webhooks")
    record CreemProperties(
            @Nullable String secret, @Nullable String mode, @DefaultValue("/webhooks/creem") String path) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "creem.webhooks";
        }
    }

    @Bean
    @ConditionalOnProperty("commet.webhooks.secret")
    WebhookOptions commetWebhookOptions(CommetProperties properties) {
        return WebhookOptions.builder().secret(properties.secret()).mode(properties.mode()).build();
    }

    @Bean
    @ConditionalOnProperty("creem.webhooks.secret")
    WebhookOptions creemWebhookOptions(CreemProperties properties) {
        return WebhookOptions.builder().secret(properties.secret()).mode(properties.mode()).build();
    }

    @Bean
    @ConditionalOnSingleCandidate(CommetHandlers.class)
    RouterFunction<ServerResponse> commetWebhookRoute(CommetHandlers handlers, CommetProperties properties) {
        return WebhookRoutes.post(properties.path(), handlers);
    }

    @Bean
    @ConditionalOnSingleCandidate(CreemHandlers.class)
    RouterFunction<ServerResponse> creemWebhookRoute(CreemHandlers handlers, CreemProperties properties) {
        return WebhookRoutes.post(properties.path(), handlers);
    }
}
