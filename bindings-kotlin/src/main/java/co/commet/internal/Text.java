package co.commet.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts as the native library takes them: two, one behind the other, in one array. */
public final class Text {

    private static final byte[] NONE = {};

    private Text() {}

    /** The UTF-8 bytes of a text. */
    public static byte[] bytes(String text) {
        return text.isEmpty() ? NONE : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes with others behind them. */
    public static byte[] join(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
