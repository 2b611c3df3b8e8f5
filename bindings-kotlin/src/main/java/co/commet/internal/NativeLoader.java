package co.commet.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the native library and loads it, once. In this order:
 *
 * <ol>
 *   <li>the file that the system property {@code co.commet.library.path} names, and nothing else then;
 *   <li>the resource of this jar for the platform, which is copied to a directory of its own under
 *       {@code co.commet.library.tmpdir}, or else under {@code java.io.tmpdir};
 *   <li>the library of the name {@code commet_webhooks_jni} on {@code java.library.path}.
 * </ol>
 *
 * The system property {@code co.commet.library.platform} overrides the platform that was recognised, such as
 * {@code linux-x86-64-musl}.
 */
final class NativeLoader {

    private static final String NAME = "commet_webhooks_jni";
    private static final String PATH = "co.commet.library.path";
    private static final String DIRECTORY = "co.commet.library.tmpdir";
    private static final String PLATFORM = "co.commet.library.platform";

    private static volatile String loaded = "none";

    private NativeLoader() {}

    /** Where the library came from, for messages. */
    static String loaded() {
        return loaded;
    }

    /**
     * Loads the library.
     *
     * @throws UnsatisfiedLinkError that lists what was tried, and why each failed
     */
    static void load() {
        List<String> tried = new ArrayList<>();
        String path = System.getProperty(PATH);
        if (path != null) {
            if (attempt("the file " + path + " (" + PATH + ")", tried, () -> System.load(Path.of(path).toAbsolutePath().toString()))) {
                return;
            }
            throw failure(tried);
        }
        for (String platform : platforms()) {
            String resource = "/co/commet/native/" + platform + "/" + System.mapLibraryName(NAME);
            if (attempt("the resource " + resource, tried, () -> extract(resource))) {
                return;
            }
        }
        if (attempt("java.library.path", tried, () -> System.loadLibrary(NAME))) {
            return;
        }
        throw failure(tried);
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static boolean attempt(String what, List<String> tried, Attempt attempt) {
        try {
            attempt.run();
            call();
            loaded = what;
            return true;
        } catch (IOException | RuntimeException | UnsatisfiedLinkError error) {
            tried.add(what + ": " + reason(error));
            return false;
        }
    }

    /** A library knows the classes whose functions it has by their names. */
    private static void call() {
        try {
            Native.timeOfNumber(0);
        } catch (UnsatisfiedLinkError error) {
            throw new UnsatisfiedLinkError("it has no " + error.getMessage()
                    + ": classes that call it may not be renamed, as relocating does when jars are put into one");
        }
    }

    private static String reason(Throwable error) {
        if (error instanceof IllegalCallerException) {
            Module module = NativeLoader.class.getModule();
            return error.getMessage() + ": allow it with --enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        // The message of a file's exception may be the file's name, and no more.
        return error instanceof FileSystemException ? error.toString() : error.getMessage();
    }

    private static UnsatisfiedLinkError failure(List<String> tried) {
        return new UnsatisfiedLinkError("no native library of commet for " + System.getProperty("os.name") + " on "
                + System.getProperty("os.arch") + " could be loaded. Tried:\n  - " + String.join("\n  - ", tried)
                + "\nName a library of your own build with -D" + PATH + "=FILE; where the directory for temporary files"
                + " may not hold programs (noexec), another with -D" + DIRECTORY + "=DIRECTORY.");
    }

    /** The platforms to try: of Linux both C libraries, the one that seems to be there first. */
    private static List<String> platforms() {
        String override = System.getProperty(PLATFORM);
        if (override != null) {
            return List.of(override);
        }
        String system = system(System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
        String base = system + "-" + architecture(System.getProperty("os.arch", "").toLowerCase(Locale.ROOT));
        if (!system.equals("linux")) {
            return List.of(base);
        }
        return musl() ? List.of(base + "-musl", base + "-gnu") : List.of(base + "-gnu", base + "-musl");
    }

    private static String system(String name) {
        if (name.startsWith("mac") || name.startsWith("darwin")) {
            return "macos";
        }
        return name.startsWith("windows") ? "windows" : name.replace(' ', '-');
    }

    private static String architecture(String name) {
        switch (name) {
            case "amd64":
            case "x86_64":
                return "x86-64";
            case "arm64":
            case "aarch64":
                return "aarch64";
            default:
                return name;
        }
    }

    /** Whether this process runs with musl: its loader is then mapped into it. */
    private static boolean musl() {
        try {
            return Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1).contains("/ld-musl-");
        } catch (IOException | RuntimeException error) {
            return false;
        }
    }

    /** Copies a resource to a place that only this user can write to, compares its checksum, and loads it. */
    private static void extract(String resource) throws IOException {
        byte[] library = read(resource);
        String expected = new String(read(resource + ".sha256"), StandardCharsets.US_ASCII).trim();
        Path parent = Path.of(System.getProperty(DIRECTORY, System.getProperty("java.io.tmpdir")));
        Path directory = Files.createTempDirectory(parent, "commet-", forOwner(PosixFilePermissions.fromString("rwx------")));
        Path file = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        try {
            Files.createFile(file, forOwner(PosixFilePermissions.fromString("rwx------")));
            Files.write(file, library);
            // What is on the disk is what counts: a full one, or somebody else, may have changed it.
            if (!sha256(Files.readAllBytes(file)).equals(expected)) {
                throw new IOException("its copy " + file + " does not have the checksum " + expected);
            }
            System.load(file.toAbsolutePath().toString());
        } finally {
            remove(file, directory);
        }
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream stream = NativeLoader.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("not in this jar");
            }
            return stream.readAllBytes();
        }
    }

    private static FileAttribute<?>[] forOwner(Set<PosixFilePermission> permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        // Elsewhere the user's directory for temporary files is their own.
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)} : new FileAttribute<?>[0];
    }

    /** A library that is loaded needs no file any more. Windows keeps it nevertheless, until the JVM has ended. */
    private static void remove(Path... paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException error) {
                // It is in the directory for temporary files.
                return;
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException("every JVM has SHA-256", error);
        }
    }
}
