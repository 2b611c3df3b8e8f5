package co.commet.internal;

import org.jspecify.annotations.Nullable;

/** The native library: see {@code native/src/calls.rs} of the project for what each call does. */
public final class Native {

    /** What {@link #parseTime} gives for a text that is no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static volatile boolean loaded;

    private Native() {}

    /** Loads the library with the first call: in a static block a disk that was full once would fail all calls for ever. */
    static void load() {
        if (!loaded) {
            synchronized (Native.class) {
                if (!loaded) {
                    NativeLoader.load();
                    loaded = true;
                }
            }
        }
    }

    public static native int @Nullable [] verifyAndParse(
            byte @Nullable [] body,
            @Nullable String text,
            int length,
            byte[] credentials,
            int signatureLength,
            int[] words,
            int room,
            byte @Nullable [] [] rest);

    public static native int @Nullable [] parse(
            long verifier,
            byte @Nullable [] body,
            @Nullable String text,
            int length,
            byte[] signature,
            int signatureLength,
            int[] words,
            int room,
            byte[] @Nullable [] rest);

    public static native boolean verify(
            byte @Nullable [] body, @Nullable String text, int length, byte[] credentials, int signatureLength);

    public static native byte @Nullable [] sign(
            byte @Nullable [] payload, @Nullable String text, int length, byte[] secret);

    public static native int @Nullable [] receive(
            long verifier,
            int provider,
            byte @Nullable [] body,
            @Nullable String text,
            int length,
            byte[] headers,
            int headersLength,
            int signatureLength,
            long now,
            long maxBodyBytes,
            int[] words,
            int room,
            byte[] @Nullable [] rest);

    public static native long newVerifier(
            byte[][] secrets, byte @Nullable [] mode, long maxAge, long clockSkew);

    public static native void freeVerifier(long verifier);

    public static native long parseTime(byte[] text);

    public static native long timeOfNumber(double number);
}
