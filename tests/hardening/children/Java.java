import co.commet.Commet;
import co.commet.webhooks.WebhookException;
import co.commet.webhooks.WebhookOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Receives webhooks and prints whatever Java shows of errors and options; see `memory` in this room. */
public final class Java {

    private static WebhookOptions kept;

    private Java() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // A byte a character, so that bodies stay what they are.
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            answer(line.split(" ", 4));
            // What has gone is freed by the next call.
            for (int turn = 0; turn < 3; turn++) {
                System.gc();
                Thread.sleep(10);
                WebhookOptions.of("another");
            }
            System.out.println("done");
        }
    }

    private static void answer(String[] fields) {
        if (fields[0].equals("drop")) {
            kept = null;
            return;
        }
        String secret = fields[1].equals("-") ? " " : fields[1];
        String signature = fields[2].equals("-") ? null : fields[2];
        byte[] body = fields[3].getBytes(StandardCharsets.ISO_8859_1);
        var webhooks = Commet.builder().apiKey(null).build().webhooks();
        System.out.println(webhooks.verify(body, signature, secret));
        System.out.println(webhooks.verifyAndParse(body, signature, secret) != null);
        try {
            WebhookOptions options = WebhookOptions.builder()
                    .secret(secret)
                    .mode("live")
                    .maxAge(Duration.ofHours(1))
                    .clock(Clock.fixed(Instant.parse("2026-03-25T14:30:00Z"), ZoneOffset.UTC))
                    .maxBodyBytes(2000)
                    .build();
            System.out.println(webhooks + " " + options);
            webhooks.receive(
                    body,
                    Map.of("X-Commet-Signature", signature == null ? "" : signature, "X-Commet-Event", "payment.failed"),
                    options);
            System.out.println("ok");
            if (fields[0].equals("keep")) {
                kept = options;
            }
        } catch (WebhookException error) {
            System.out.println(error.getCode() + "\n" + error);
            error.printStackTrace(System.out);
        }
    }
}
