package co.commet.bench;

import co.commet.events.CommetData;
import co.commet.events.CustomerStateChanged;
import co.commet.events.SubscriptionActivated;
import co.commet.resources.Webhooks;
import co.commet.webhooks.WebhookOptions;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Ways to verify and read a webhook. A body is as the framework hands it over: bytes, or what it has decoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Contenders {

    private static final String SECRET = "whsec_benchmark_secret_of_usual_length";
    private static final String ALGORITHM = "HmacSHA256";
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** The size of bodies. */
    @Param({"SMALL", "MEDIUM", "LARGE"})
    public Bodies bodies;

    /** Names in them. */
    @Param({"Pro", "Año 日本"})
    public String name;

    private final Webhooks webhooks = new Webhooks();
    private final WebhookOptions options = WebhookOptions.of(SECRET);
    private final ObjectMapper mapper = new ObjectMapper();
    private final ThreadLocal<Mac> cached = ThreadLocal.withInitial(Contenders::mac);

    private Webhook standard;
    private String[] texts;
    private byte[][] bytes;
    private String[] signatures;
    private List<Map<String, List<String>>> headers;
    private java.net.http.HttpHeaders[] standardHeaders;
    private int next;

    /** Signs all bodies. */
    @Setup
    public void sign() throws Exception {
        byte[] key = SECRET.getBytes(StandardCharsets.UTF_8);
        standard = new Webhook(Base64.getEncoder().encodeToString(key));
        int count = bodies.count;
        texts = new String[count];
        bytes = new byte[count][];
        signatures = new String[count];
        standardHeaders = new java.net.http.HttpHeaders[count];
        List<Map<String, List<String>>> all = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            texts[index] = bodies.body(index, name);
            bytes[index] = texts[index].getBytes(StandardCharsets.UTF_8);
            signatures[index] = webhooks.sign(bytes[index], SECRET);
            Map<String, List<String>> given = new LinkedHashMap<>();
            given.put("host", List.of("example.com"));
            given.put("content-type", List.of("application/json"));
            given.put("content-length", List.of(Integer.toString(bytes[index].length)));
            given.put("user-agent", List.of("Commet/1.0"));
            given.put("accept", List.of("*/*"));
            given.put("x-commet-signature", List.of(signatures[index]));
            given.put("x-commet-event", List.of(bodies == Bodies.SMALL ? "subscription.activated" : "customer.state_changed"));
            all.add(given);
            long now = System.currentTimeMillis() / 1000;
            standardHeaders[index] = java.net.http.HttpHeaders.of(
                    Map.of(
                            "webhook-id", List.of("msg_" + index),
                            "webhook-timestamp", List.of(Long.toString(now)),
                            "webhook-signature", List.of(standard.sign("msg_" + index, now, texts[index]))),
                    (key1, value) -> true);
        }
        headers = all;
        Map<String, Object> expected = official();
        next--;
        if (!expected.equals(map())) {
            throw new IllegalStateException("contenders disagree");
        }
    }

    private int next() {
        next = next + 1 < texts.length ? next + 1 : 0;
        return next;
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }

    /** The algorithm of the provider's SDK: all anew for each body, digits by {@link String#format}. */
    @Benchmark
    public Map<String, Object> official() throws Exception {
        int index = next();
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        StringBuilder digits = new StringBuilder(64);
        for (byte one : mac.doFinal(texts[index].getBytes(StandardCharsets.UTF_8))) {
            digits.append(String.format("%02x", one));
        }
        if (!MessageDigest.isEqual(digits.toString().getBytes(StandardCharsets.UTF_8), signatures[index].getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalStateException("forged");
        }
        return mapper.readValue(texts[index], MAP);
    }

    /** The best of what a user could write. */
    @Benchmark
    public Map<String, Object> cachedMac() throws Exception {
        int index = next();
        byte[] expected = cached.get().doFinal(bytes[index]);
        if (!MessageDigest.isEqual(HexFormat.of().parseHex(signatures[index]), expected)) {
            throw new IllegalStateException("forged");
        }
        return mapper.readValue(bytes[index], MAP);
    }

    /** The library of Standard Webhooks, which signs otherwise, and Jackson. */
    @Benchmark
    public Map<String, Object> standardWebhooks() throws Exception {
        int index = next();
        standard.verify(texts[index], standardHeaders[index]);
        return mapper.readValue(texts[index], MAP);
    }

    /** Ours, bytes. */
    @Benchmark
    public Map<String, Object> map() {
        int index = next();
        return webhooks.verifyAndParse(bytes[index], signatures[index], SECRET);
    }

    /** Ours, text. */
    @Benchmark
    public Map<String, Object> mapOfText() {
        int index = next();
        return webhooks.verifyAndParse(texts[index], signatures[index], SECRET);
    }

    /** Ours, typed, of which two fields are read. */
    @Benchmark
    public void receive(Blackhole blackhole) {
        int index = next();
        CommetData data = webhooks.receive(bytes[index], headers.get(index), options).getData();
        if (data instanceof SubscriptionActivated activated) {
            blackhole.consume(activated.getCustomerId());
            blackhole.consume(activated.getStatus());
        } else if (data instanceof CustomerStateChanged changed) {
            blackhole.consume(changed.getCustomerId());
            blackhole.consume(changed.getStatus());
        } else {
            throw new IllegalStateException("untyped");
        }
    }
}
