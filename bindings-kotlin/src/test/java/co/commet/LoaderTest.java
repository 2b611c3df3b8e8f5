package co.commet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import co.commet.webhooks.WebhookOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each case in a JVM of its own: a library is loaded once. */
class LoaderTest {

    private static final String CLASSES = "target/classes";

    /** What the other JVM does. */
    public static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            if (arguments.length > 0) {
                fail(() -> WebhookOptions.of("whsec_test"));
                fail(Main::sign);
                System.setProperty("co.commet.library.tmpdir", arguments[0]);
            }
            sign();
        }

        private static void fail(Runnable call) {
            try {
                call.run();
            } catch (UnsatisfiedLinkError expected) {
                return;
            }
            throw new AssertionError("there is a library");
        }

        private static void sign() {
            System.out.println(Commet.builder().build().webhooks().sign("{}", "whsec_test").length());
        }
    }

    private static String run(String classes, String... properties) throws IOException, InterruptedException {
        return run(List.of(), classes, properties);
    }

    private static String run(List<String> arguments, String classes, String... properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", classes + ":target/test-classes", Main.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path library() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(CLASSES, "co/commet/native"))) {
            return files.filter(file -> file.toString().endsWith(".so")).findFirst().orElseThrow();
        }
    }

    private static void assertWorks(String output) {
        assertTrue(output.equals("64") || output.endsWith("\n64"), output);
    }

    @Test
    void takesTheResourceAndLeavesNothingBehind(@TempDir Path directory) throws Exception {
        assertWorks(run(CLASSES, "-Dco.commet.library.tmpdir=" + directory));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void triesAgainWhereItFailed(@TempDir Path directory) throws Exception {
        assertWorks(run(List.of(directory.toString()), CLASSES, "-Dco.commet.library.tmpdir=/nowhere", "-Djava.library.path=/nowhere"));
    }

    @Test
    void takesTheFileThatIsNamed() throws Exception {
        assertWorks(run(CLASSES, "-Dco.commet.library.path=" + library()));
        String output = run(CLASSES, "-Dco.commet.library.path=/nowhere/libx.so");
        assertTrue(output.contains("the file /nowhere/libx.so"), output);
        assertFalse(output.contains("the resource"), output);
    }

    @Test
    void takesTheLibraryPathLast(@TempDir Path directory) throws Exception {
        Files.copy(library(), directory.resolve("libcommet_webhooks_jni.so"));
        assertWorks(run(CLASSES, "-Dco.commet.library.platform=plan9-mips", "-Djava.library.path=" + directory));
    }

    @Test
    void saysWhatItTried() throws Exception {
        String output = run(CLASSES, "-Dos.arch=sparc", "-Djava.library.path=/nowhere");
        assertTrue(output.contains("on sparc"), output);
        assertTrue(output.contains("/co/commet/native/linux-sparc-gnu/libcommet_webhooks_jni.so: not in this jar"), output);
        assertTrue(output.contains("/co/commet/native/linux-sparc-musl/libcommet_webhooks_jni.so: not in this jar"), output);
        assertTrue(output.contains("java.library.path: "), output);
        assertTrue(output.contains("-Dco.commet.library.path=FILE"), output);
        output = run(CLASSES, "-Dco.commet.library.tmpdir=/nowhere", "-Djava.library.path=/nowhere");
        assertTrue(output.contains("NoSuchFileException: /nowhere/commet-"), output);
    }

    @Test
    void saysHowNativeAccessIsAllowed() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "the JVM asks whether it is");
        String output = run(CLASSES, "--illegal-native-access=deny");
        assertTrue(output.contains("--enable-native-access=ALL-UNNAMED"), output);
        assertWorks(run(CLASSES, "--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"));
    }

    /** As of a jar whose classes were put into another one, and renamed. */
    @Test
    void saysThatItsClassesWereRenamed(@TempDir Path directory) throws Exception {
        for (String classes : List.of(CLASSES, "target/test-classes")) {
            try (Stream<Path> files = Files.walk(Path.of(classes, "co")).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    Path copy = directory.resolve(renamed(Path.of(classes).relativize(file).toString()));
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, (file.toString().endsWith(".class") ? renamed(bytes) : bytes).getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        Process process = new ProcessBuilder(java(), "-cp", directory.toString(), renamed(Main.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(output.contains("my/commet/native/"), output);
        assertTrue(output.contains("may not be renamed"), output);
    }

    private static String renamed(String text) {
        return text.replace("co/commet", "my/commet").replace("co.commet", "my.commet");
    }

    @Test
    void refusesALibraryThatWasAltered(@TempDir Path directory) throws Exception {
        Path copy = directory.resolve("classes");
        try (Stream<Path> files = Files.walk(Path.of(CLASSES))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(Path.of(CLASSES).relativize(file)));
            }
        }
        Path library = copy.resolve(Path.of(CLASSES).relativize(library()));
        byte[] bytes = Files.readAllBytes(library);
        bytes[bytes.length / 2] ^= 1;
        Files.write(library, bytes);
        String output = run(copy.toString(), "-Djava.library.path=/nowhere");
        assertTrue(output.contains("does not have the checksum"), output);
    }
}
