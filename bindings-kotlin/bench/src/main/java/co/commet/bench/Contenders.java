package co.commet.bench;

import co.commet.events.CommetData;
import co.commet.events.CustomerStateChanged;
import co.commet.events.SubscriptionActivated;
import co.commet.resources.Webhooks;
import co.commet.webhooks.WebhookOptions;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
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

    static final String SECRET = "whsec_benchmark_secret_of_usual_length";
    static final WebhookOptions OPTIONS = WebhookOptions.of(SECRET);
    static final com.standardwebhooks.Webhook STANDARD = new com.standardwebhooks.Webhook(key());
    private static final String ALGORITHM = "HmacSHA256";
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** Which bodies. */
    @Param("small-ascii")
    public String kind;

    private final Webhooks webhooks = new Webhooks();
    private final ObjectMapper mapper = new ObjectMapper();
    private final ThreadLocal<Mac> cached = ThreadLocal.withInitial(Contenders::mac);

    private com.svix.Webhook svix;
    private String[] texts;
    private byte[][] bytes;
    private String[] signatures;
    private List<Map<String, List<String>>> headers;
    private List<Map<String, List<String>>> standardHeaders;
    private int next;

    /** Takes the bodies. */
    @Setup
    public void prepare() throws Exception {
        Bodies bodies = Bodies.of(kind);
        svix = new com.svix.Webhook(key());
        texts = bodies.texts;
        bytes = bodies.bytes;
        signatures = bodies.signatures;
        headers = bodies.headers;
        standardHeaders = bodies.standard;
        Map<String, Object> expected = official();
        next--;
        if (!expected.equals(verifyAndParse())) {
            throw new IllegalStateException("contenders disagree");
        }
    }

    private static byte[] key() {
        return SECRET.getBytes(StandardCharsets.UTF_8);
    }

    private int next() {
        next = next + 1 < texts.length ? next + 1 : 0;
        return next;
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
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
        mac.init(new SecretKeySpec(key(), ALGORITHM));
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
        STANDARD.verify(texts[index], standardHeaders.get(index));
        return mapper.readValue(texts[index], MAP);
    }

    /** That of Svix, and Jackson. */
    @Benchmark
    public Map<String, Object> svix() throws Exception {
        int index = next();
        svix.verify(texts[index], standardHeaders.get(index));
        return mapper.readValue(texts[index], MAP);
    }

    /** What no verification can be faster than. */
    @Benchmark
    public byte[] hash() throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes[next()]);
    }

    /** Ours, bytes. */
    @Benchmark
    public Map<String, Object> verifyAndParse() {
        int index = next();
        return webhooks.verifyAndParse(bytes[index], signatures[index], SECRET);
    }

    /** Ours, text. */
    @Benchmark
    public Map<String, Object> verifyAndParseText() {
        int index = next();
        return webhooks.verifyAndParse(texts[index], signatures[index], SECRET);
    }

    /** Ours, typed, of which two fields are read. */
    @Benchmark
    public void receive(Blackhole blackhole) {
        int index = next();
        CommetData data = webhooks.receive(bytes[index], headers.get(index), OPTIONS).getData();
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
