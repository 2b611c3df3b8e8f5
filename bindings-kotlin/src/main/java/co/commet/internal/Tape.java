package co.commet.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A body, parsed: the binary form of {@code docs/tape.md} of the project. Nodes are named by their
 * index among the words. Nothing in it ever changes.
 *
 * <p>The same process has written the tape, so its claims are believed; Java's bounds checks stand guard.
 */
public final class Tape {

    static final int NULL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int SMALL = 3;
    static final int INTEGER = 4;
    static final int UNSIGNED = 5;
    static final int DOUBLE = 6;
    static final int ASCII = 7;
    static final int UTF8 = 8;
    static final int UNESCAPED = 9;
    static final int ARRAY = 10;
    static final int OBJECT = 11;
    static final int KEY = 12;

    static final int TAG_BITS = 4;
    static final int TAG_MASK = (1 << TAG_BITS) - 1;
    static final int HEADER_WORDS = 16;
    private static final int MAGIC = 'C' | 'W' << 8 | 'T' << 16 | '1' << 24;
    private static final byte[] NOTHING = {};

    private static final int FLAG_KNOWN = 1 << 9;
    private static final int FLAG_TYPED = 1 << 10;
    private static final int FLAG_TIMED = 1 << 11;

    final int[] words;
    private final byte[] body;
    /** Instead of the body: a text of ASCII alone, whose characters are at the places of its bytes. */
    private final @Nullable String text;
    /** Strings that the body writes with escapes and, behind them, why an event is not typed. */
    private final byte[] strings;

    /**
     * A tape as the native library gives it.
     *
     * @param words header and nodes; what may be behind them is of no meaning
     * @param body what it was made from, in UTF-8; null if that is a text of ASCII alone
     * @param text that, then
     * @param strings the strings, if there are any
     */
    Tape(int[] words, byte @Nullable [] body, @Nullable String text, byte @Nullable [] strings) {
        if (words[0] != MAGIC || words[15] != Keys.FINGERPRINT) {
            throw new IllegalStateException("the native library is one of another version of commet: " + NativeLoader.loaded());
        }
        this.words = words;
        this.body = body == null ? NOTHING : body;
        this.text = body == null ? text : null;
        this.strings = strings == null ? NOTHING : strings;
    }

    /** The same in an array of its own, to be kept. */
    Tape kept() {
        return new Tape(Arrays.copyOf(words, HEADER_WORDS + words[2]), text == null ? body : null, text, strings);
    }

    /** The body, byte for byte as it was signed. */
    public byte[] body() {
        return text == null ? body : Text.bytes(text);
    }

    /** Whether the catalog has the event. */
    public boolean known() {
        return (words[1] & FLAG_KNOWN) != 0;
    }

    /** Whether the catalog has the event and its data fits. */
    public boolean typed() {
        return (words[1] & FLAG_TYPED) != 0;
    }

    /** What the event says of access: 0 nothing, 1 granted, 2 grace, 3 denied. */
    public int access() {
        return words[4] >>> 8 & 0xff;
    }

    /** The event's number in the catalog, if it is known. */
    public int number() {
        return words[4] >>> 16;
    }

    /** When the event was emitted. */
    public @Nullable Instant time() {
        return (words[1] & FLAG_TIMED) == 0 ? null : Instant.ofEpochMilli(wide(4));
    }

    /** The event's name. */
    public String type() {
        return string(HEADER_WORDS + words[7]);
    }

    /** The event's id. */
    public @Nullable String id() {
        return envelope(words[8]);
    }

    /** The event's mode. */
    public @Nullable String mode() {
        return envelope(words[9]);
    }

    /** The organization's id. */
    public @Nullable String organizationId() {
        return envelope(words[10]);
    }

    /** The version that shaped the data. */
    public @Nullable String apiVersion() {
        return envelope(words[11]);
    }

    /** The node of the body itself. */
    public int root() {
        return HEADER_WORDS;
    }

    /** The node of the event's data. */
    public int data() {
        return HEADER_WORDS + words[12];
    }

    /** Why the event is not typed; empty if it is. */
    public String reason() {
        return new String(strings, words[13], words[14], StandardCharsets.UTF_8);
    }

    private @Nullable String envelope(int node) {
        return node == 0 ? null : string(HEADER_WORDS + node);
    }

    int tag(int at) {
        return words[at] & TAG_MASK;
    }

    private int payload(int at) {
        return words[at] >>> TAG_BITS;
    }

    /** The two words behind one, as a number of 64 bits. */
    long wide(int at) {
        return words[at + 1] & 0xffff_ffffL | (long) words[at + 2] << 32;
    }

    /** The node behind a value and all that it contains. */
    int after(int at) {
        switch (tag(at)) {
            case INTEGER:
            case UNSIGNED:
            case DOUBLE:
                return at + 3;
            case ASCII:
            case UTF8:
            case UNESCAPED:
                return at + 2;
            case ARRAY:
            case OBJECT:
                return at + 2 + words[at + 1];
            default:
                return at + 1;
        }
    }

    /** The value under a key of the catalog, looked for from an entry on, then before it; 0 if it is not there. */
    int find(int object, int key, int from) {
        int wanted = key << TAG_BITS | KEY;
        int end = object + 2 + words[object + 1];
        int found = scan(wanted, from, end);
        return found != 0 ? found : scan(wanted, object + 2, Math.min(from, end));
    }

    private int scan(int wanted, int from, int end) {
        int at = from;
        while (at < end) {
            int word = words[at];
            int value = at + ((word & TAG_MASK) == KEY ? 1 : 2);
            if (word == wanted) {
                return value;
            }
            at = after(value);
        }
        return 0;
    }

    /** Whether the value at a node is null. */
    boolean isNull(int at) {
        return tag(at) == NULL;
    }

    /** Whether the value at a node is a string. */
    boolean isString(int at) {
        int tag = tag(at);
        return tag == ASCII || tag == UTF8 || tag == UNESCAPED;
    }

    /** Whether the value at a node is an array. */
    boolean isArray(int at) {
        return tag(at) == ARRAY;
    }

    /** Whether the value at a node is an object. */
    boolean isObject(int at) {
        return tag(at) == OBJECT;
    }

    /** Whether the value at a node is a boolean. */
    boolean isBoolean(int at) {
        int tag = tag(at);
        return tag == FALSE || tag == TRUE;
    }

    /** Whether the value at a node is a number. */
    boolean isNumber(int at) {
        int tag = tag(at);
        return tag >= SMALL && tag <= DOUBLE;
    }

    /** Whether the value at a node is a number whose value is an integer of 64 bits. */
    boolean isInteger(int at) {
        int tag = tag(at);
        if (tag != DOUBLE) {
            return tag == SMALL || tag == INTEGER;
        }
        double value = Double.longBitsToDouble(wide(at));
        // Both bounds are doubles; the upper one is the first that does not fit.
        return value == Math.rint(value) && value >= Long.MIN_VALUE && value < -(double) Long.MIN_VALUE;
    }

    /** Whether the value at a node is a time. */
    boolean isTime(int at) {
        return millis(at) != Native.NO_TIME;
    }

    /** The number of elements of an array. */
    int size(int at) {
        return payload(at);
    }

    /** The string at a node. */
    String string(int at) {
        int word = words[at];
        int length = word >>> TAG_BITS;
        int offset = words[at + 1];
        switch (word & TAG_MASK) {
            case ASCII:
                return ascii(offset, length);
            case UTF8:
                return new String(body, offset, length, StandardCharsets.UTF_8);
            default:
                return new String(strings, offset, length, StandardCharsets.UTF_8);
        }
    }

    /** A part of the body in which nothing is beyond ASCII. */
    @SuppressWarnings("deprecation") // It only copies, and is small enough to be compiled into its caller.
    String ascii(int offset, int length) {
        return text == null ? new String(body, 0, offset, length) : text.substring(offset, offset + length);
    }

    /** The boolean at a node. */
    boolean bool(int at) {
        return tag(at) == TRUE;
    }

    /** The integer at a node, which may be written as {@code 1.0}. */
    long integer(int at) {
        switch (tag(at)) {
            case SMALL:
                return words[at] >> TAG_BITS;
            case INTEGER:
                return wide(at);
            default:
                return (long) Double.longBitsToDouble(wide(at));
        }
    }

    /** The number at a node: integers exactly, others as the shortest text of the nearest double. */
    BigDecimal number(int at) {
        switch (tag(at)) {
            case UNSIGNED:
                return new BigDecimal(new BigInteger(Long.toUnsignedString(wide(at))));
            case DOUBLE:
                return BigDecimal.valueOf(Double.longBitsToDouble(wide(at)));
            default:
                return BigDecimal.valueOf(integer(at));
        }
    }

    /** The number at a node as the nearest double. */
    private double real(int at) {
        switch (tag(at)) {
            case UNSIGNED:
                return unsigned(wide(at));
            case DOUBLE:
                return Double.longBitsToDouble(wide(at));
            default:
                return integer(at);
        }
    }

    /** The double that is nearest to an unsigned number above the largest {@code long}. */
    static double unsigned(long bits) {
        // The lowest bit only matters for rounding: half of the number keeps whether it was set.
        return (double) (bits >>> 1 | bits & 1) * 2;
    }

    /** The time at a node. */
    Instant time(int at) {
        return Instant.ofEpochMilli(millis(at));
    }

    private long millis(int at) {
        if (isString(at)) {
            return Native.parseTime(string(at).getBytes(StandardCharsets.UTF_8));
        }
        return isNumber(at) ? Native.timeOfNumber(real(at)) : Native.NO_TIME;
    }
}
