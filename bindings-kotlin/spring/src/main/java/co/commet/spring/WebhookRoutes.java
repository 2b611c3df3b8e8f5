package co.commet.spring;

import co.commet.webhooks.WebhookAnswer;
import co.commet.webhooks.WebhookHandlers;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Routes to handlers. With Spring Boot a bean of the handlers is enough, see {@link WebhooksAutoConfiguration}. */
public final class WebhookRoutes {

    private WebhookRoutes() {}

    /**
     * Routes POST requests to handlers, and answers what they say. The body is read as it came, before Spring
     * converts anything, and up to {@link WebhookHandlers#getMaxBodyBytes()}.
     *
     * @param path where the provider sends its webhooks to, such as {@code /webhooks/commet}
     * @param handlers handlers, which any number of threads may call
     * @return a route, to be a bean or a part of one
     */
    public static RouterFunction<ServerResponse> post(String path, WebhookHandlers<?, ?> handlers) {
        return RouterFunctions.route().POST(path, request -> answer(request, handlers)).build();
    }

    private static ServerResponse answer(ServerRequest request, WebhookHandlers<?, ?> handlers) throws Exception {
        HttpServletRequest servletRequest = request.servletRequest();
        WebhookAnswer answer = handlers.answer(servletRequest.getInputStream(), name -> servletRequest.getHeaders(name));
        // Of a handler's InterruptedException: an interrupted thread closes the connection where it should answer.
        Thread.interrupted();
        // Not by the application's converters, which may write a text as a JSON string.
        return ServerResponse.status(answer.status())
                .header(HttpHeaders.CONTENT_TYPE, WebhookAnswer.CONTENT_TYPE)
                .build((ignored, response) -> {
                    response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
                    return null;
                });
    }
}
