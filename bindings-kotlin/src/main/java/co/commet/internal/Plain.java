package co.commet.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes values of a tape into maps, lists, strings, numbers, booleans and nulls. */
public final class Plain {

    private Plain() {}

    /**
     * The object at a node, with its keys in the order of the body. Integers are {@link Integer} or
     * {@link Long}, other numbers {@link Double}.
     */
    public static Map<String, @Nullable Object> object(Tape tape, int at) {
        int[] words = tape.words;
        int end = at + 2 + words[at + 1];
        int count = words[at] >>> Tape.TAG_BITS;
        @Nullable Object[] entries = new Object[2 * count];
        int entry = 0;
        int next = at + 2;
        while (next < end) {
            int word = words[next];
            String key;
            if ((word & Tape.TAG_MASK) == Tape.KEY) {
                key = Keys.NAMES[word >>> Tape.TAG_BITS];
                next += 1;
            } else {
                key = tape.string(next);
                next += 2;
            }
            entries[entry] = key;
            // The kinds of values that there are most of need not be asked for their length.
            word = words[next];
            switch (word & Tape.TAG_MASK) {
                case Tape.ASCII:
                    entries[entry + 1] = tape.ascii(words[next + 1], word >>> Tape.TAG_BITS);
                    next += 2;
                    break;
                case Tape.SMALL:
                    entries[entry + 1] = word >> Tape.TAG_BITS;
                    next += 1;
                    break;
                default:
                    entries[entry + 1] = value(tape, next);
                    next = tape.after(next);
                    break;
            }
            entry += 2;
        }
        return CompactMap.of(entries);
    }

    private static List<@Nullable Object> array(Tape tape, int at) {
        int count = tape.size(at);
        List<@Nullable Object> array = new ArrayList<>(count);
        int next = at + 2;
        for (int element = 0; element < count; element++) {
            array.add(value(tape, next));
            next = tape.after(next);
        }
        return array;
    }

    private static @Nullable Object value(Tape tape, int at) {
        int word = tape.words[at];
        switch (word & Tape.TAG_MASK) {
            case Tape.NULL:
                return null;
            case Tape.FALSE:
                return Boolean.FALSE;
            case Tape.TRUE:
                return Boolean.TRUE;
            case Tape.SMALL:
                return word >> Tape.TAG_BITS;
            case Tape.INTEGER:
                return integer(tape.wide(at));
            case Tape.UNSIGNED:
                return Tape.unsigned(tape.wide(at));
            case Tape.DOUBLE:
                return Double.longBitsToDouble(tape.wide(at));
            case Tape.ARRAY:
                return array(tape, at);
            case Tape.OBJECT:
                return object(tape, at);
            default:
                return tape.string(at);
        }
    }

    private static Object integer(long value) {
        int small = (int) value;
        if (small == value) {
            return small;
        }
        return value;
    }
}
