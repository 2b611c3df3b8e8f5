package co.commet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import co.commet.resources.Webhooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, whose heap gets full. */
class OutOfMemoryTest {

    /** What that JVM does. */
    public static final class Main {
        private static final int BLOCK = 32 << 10;

        private Main() {}

        public static void main(String[] arguments) {
            Webhooks webhooks = new Webhooks();
            // Of a text like this there are three large arrays to be made: words, strings, and its bytes.
            String body = "{\"list\":[" + "\"\\u00e9é\",".repeat(20_000) + "1]}";
            String signature = webhooks.sign(body, "whsec_test");
            int failed = 0;
            // From a heap that is full on, with a little more room for each call.
            for (int free = 0; free < 60; free++) {
                List<byte[]> full = fill(free);
                try {
                    webhooks.verifyAndParse(body, signature, "whsec_test");
                } catch (OutOfMemoryError expected) {
                    failed++;
                }
                full.clear();
            }
            System.out.println(failed > 5 && failed < 60 ? "some failed" : failed + " failed");
            System.out.println(webhooks.verifyAndParse(body, signature, "whsec_test").size());
        }

        private static List<byte[]> fill(int free) {
            List<byte[]> blocks = new ArrayList<>(1 << 11);
            try {
                while (true) {
                    blocks.add(new byte[BLOCK]);
                }
            } catch (OutOfMemoryError expected) {
                blocks.subList(blocks.size() - Math.min(free, blocks.size()), blocks.size()).clear();
            }
            return blocks;
        }
    }

    @Test
    void isToldAndHarmsNothing() throws Exception {
        // What native code must not do once there is an exception would be printed as well.
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m", "-XX:+UseSerialGC", "-Xcheck:jni", "--enable-native-access=ALL-UNNAMED",
                        "-cp", "target/classes:target/test-classes", Main.class.getName())
                .redirectErrorStream(true)
                .start();
        assertEquals("some failed\n1\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
