package co.commet.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object on a tape, by the numbers of their keys. The core has made sure that they fit: only
 * the {@code fits…} methods ask. Absent and null are the same.
 */
public final class Fields {

    /** Reads the value at a node. */
    public interface Reader<T> {
        T read(Tape tape, int at);
    }

    /** Reads strings. */
    public static final Reader<String> STRING = Tape::string;

    private final Tape tape;
    private final int object;
    /** Where the next field most likely is. A thread that sees another's value only looks longer. */
    private int next;

    public Fields(Tape tape, int object) {
        this.tape = tape;
        this.object = object;
        this.next = object + 2;
    }

    /** All of them. */
    public Map<String, @Nullable Object> raw() {
        return Plain.object(tape, object);
    }

    /** Reads objects of a class. */
    public static <T> Reader<T> objects(Function<Fields, T> type) {
        return (tape, at) -> type.apply(new Fields(tape, at));
    }

    public String string(int key) {
        return tape.string(required(key));
    }

    public @Nullable String stringOrNull(int key) {
        int at = find(key);
        return at == 0 ? null : tape.string(at);
    }

    public long integer(int key) {
        return tape.integer(required(key));
    }

    public @Nullable Long integerOrNull(int key) {
        int at = find(key);
        return at == 0 ? null : (Long) tape.integer(at);
    }

    public BigDecimal number(int key) {
        return tape.number(required(key));
    }

    public @Nullable BigDecimal numberOrNull(int key) {
        int at = find(key);
        return at == 0 ? null : tape.number(at);
    }

    public boolean bool(int key) {
        return tape.bool(required(key));
    }

    public @Nullable Boolean boolOrNull(int key) {
        int at = find(key);
        return at == 0 ? null : (Boolean) tape.bool(at);
    }

    public Instant time(int key) {
        return tape.time(required(key));
    }

    public @Nullable Instant timeOrNull(int key) {
        int at = find(key);
        return at == 0 ? null : tape.time(at);
    }

    public Map<String, @Nullable Object> map(int key) {
        return Plain.object(tape, required(key));
    }

    public @Nullable Map<String, @Nullable Object> mapOrNull(int key) {
        int at = find(key);
        return at == 0 ? null : Plain.object(tape, at);
    }

    /** What a function makes of the string under a key. */
    public <T> T string(int key, Function<String, T> type) {
        return type.apply(string(key));
    }

    public <T> @Nullable T stringOrNull(int key, Function<String, T> type) {
        int at = find(key);
        return at == 0 ? null : type.apply(tape.string(at));
    }

    public <T> T object(int key, Function<Fields, T> type) {
        return type.apply(new Fields(tape, required(key)));
    }

    public <T> @Nullable T objectOrNull(int key, Function<Fields, T> type) {
        int at = find(key);
        return at == 0 ? null : type.apply(new Fields(tape, at));
    }

    /** What one function makes of a string, or another one of an object. */
    public <T> T either(int key, Function<String, T> string, Function<Fields, T> object) {
        return either(string, object, required(key));
    }

    public <T> @Nullable T eitherOrNull(int key, Function<String, T> string, Function<Fields, T> object) {
        int at = find(key);
        return at == 0 ? null : either(string, object, at);
    }

    private <T> T either(Function<String, T> string, Function<Fields, T> object, int at) {
        return tape.isString(at) ? string.apply(tape.string(at)) : object.apply(new Fields(tape, at));
    }

    public <T> List<T> list(int key, Reader<T> reader) {
        return list(required(key), tape, reader);
    }

    /** A list; an element that came alone is a list of one. */
    public <T> @Nullable List<T> listOrNull(int key, Reader<T> reader) {
        int at = find(key);
        return at == 0 ? null : list(at, tape, reader);
    }

    private static <T> List<T> list(int array, Tape tape, Reader<T> reader) {
        if (!tape.isArray(array)) {
            return List.of(reader.read(tape, array));
        }
        int size = tape.size(array);
        List<T> list = new ArrayList<>(size);
        int at = array + 2;
        for (int element = 0; element < size; element++) {
            list.add(reader.read(tape, at));
            at = tape.after(at);
        }
        return Collections.unmodifiableList(list);
    }

    /** The string by which variants are told apart; empty where there is none, which names no variant. */
    public String discriminator(int key) {
        return fitsString(key, true) ? string(key) : "";
    }

    public boolean fitsString(int key, boolean required) {
        int at = find(key);
        return at == 0 ? !required : tape.isString(at);
    }

    public boolean fitsInteger(int key, boolean required) {
        int at = find(key);
        return at == 0 ? !required : tape.isInteger(at);
    }

    public boolean fitsNumber(int key, boolean required) {
        int at = find(key);
        return at == 0 ? !required : tape.isNumber(at);
    }

    public boolean fitsBool(int key, boolean required) {
        int at = find(key);
        return at == 0 ? !required : tape.isBoolean(at);
    }

    public boolean fitsTime(int key, boolean required) {
        int at = find(key);
        return at == 0 ? !required : tape.isTime(at);
    }

    public boolean fitsMap(int key, boolean required) {
        int at = find(key);
        return at == 0 ? !required : tape.isObject(at);
    }

    public boolean fitsObject(int key, boolean required, Function<Fields, Boolean> type) {
        int at = find(key);
        return at == 0 ? !required : tape.isObject(at) && type.apply(new Fields(tape, at));
    }

    public boolean fitsList(int key, boolean required, Function<Fields, Boolean> type) {
        int at = find(key);
        if (at == 0) {
            return !required;
        }
        return tape.isArray(at)
                && list(at, tape, (there, element) -> there.isObject(element) && type.apply(new Fields(there, element)))
                        .stream()
                        .allMatch(fits -> fits);
    }

    private int required(int key) {
        int at = find(key);
        if (at == 0) {
            throw new IllegalStateException("the catalog and the native library disagree about " + Keys.NAMES[key]);
        }
        return at;
    }

    /** The value under a key; 0 where there is none, or null. */
    private int find(int key) {
        int at = tape.find(object, key, next);
        if (at == 0) {
            return 0;
        }
        next = tape.after(at);
        return tape.isNull(at) ? 0 : at;
    }
}
