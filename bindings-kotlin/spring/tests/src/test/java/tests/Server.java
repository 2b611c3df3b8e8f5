package tests;

import co.commet.resources.Webhooks;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application with Spring's own server, on a free port. */
public final class Server implements AutoCloseable {

    public static final String SECRET = "whsec_test";
    public static final String SIGNATURE = "X-Commet-Signature";

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private final ConfigurableApplicationContext context;

    private Server(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts one with a class of the application, and its properties. */
    public static Server start(Class<?> source, String... properties) {
        SpringApplication application = new SpringApplication(Application.class, source);
        return new Server(application.run(Stream.concat(
                        Stream.of("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn"),
                        Stream.of(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new)));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** An event of Commet, with text beyond ASCII and white space that a JSON library would not write. */
    public static byte[] event(String type, String data) {
        return ("{ \"event\": \"" + type + "\", \"timestamp\": \"2026-03-25T14:30:00.000Z\", \"organizationId\": \"Ñandú 🎉\","
                        + "\"mode\":\"live\",\"apiVersion\":\"2026-08-27\",\"id\":\"evt_1\",\"data\":" + data + "}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String sign(byte[] body) {
        return new Webhooks().sign(body, SECRET);
    }

    public HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        return send(path, BodyPublishers.ofByteArray(body), headers);
    }

    /** As {@link #post}, in chunks: the server does not know the length beforehand. */
    public HttpResponse<String> postChunked(String path, byte[] body, String... headers) throws Exception {
        return send(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), headers);
    }

    private HttpResponse<String> send(String path, BodyPublisher body, String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
