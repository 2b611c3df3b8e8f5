package co.commet.internal;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of few entries in the order in which they came, without an object for each: it takes a third of the memory
 * of a {@link LinkedHashMap}, which a whole body is parsed a fifth faster with. With the first key that comes or
 * goes it becomes one inside.
 */
final class CompactMap extends AbstractMap<String, @Nullable Object> implements Serializable {

    private static final long serialVersionUID = 1;
    /** Keys are looked at one after the other; with more of them hashing would be faster by far. */
    private static final int MOST = 24;

    /** A key, its value, the next key, and so on. */
    private final transient @Nullable Object[] entries;
    /** All that there is, once keys have come or gone. */
    private transient @Nullable Map<String, @Nullable Object> changed;

    private CompactMap(@Nullable Object[] entries) {
        this.entries = entries;
    }

    /** A map of keys, each with its value behind it. No key is there twice. The array is the map's from then on. */
    static Map<String, @Nullable Object> of(@Nullable Object[] entries) {
        return entries.length <= 2 * MOST ? new CompactMap(entries) : hashed(entries);
    }

    private static Map<String, @Nullable Object> hashed(@Nullable Object[] entries) {
        // Room for as many as there are, at the load factor of three quarters, and no more.
        Map<String, @Nullable Object> map = new LinkedHashMap<>((entries.length * 2 + 2) / 3);
        for (int at = 0; at < entries.length; at += 2) {
            map.put((String) entries[at], entries[at + 1]);
        }
        return map;
    }

    private Map<String, @Nullable Object> changed() {
        Map<String, @Nullable Object> map = changed;
        if (map == null) {
            map = hashed(entries);
            changed = map;
        }
        return map;
    }

    /** The place of a key's value; 0 if there is none. */
    private int find(@Nullable Object key) {
        // Names of fields are literals, here as in the caller's program: mostly the same object.
        for (int at = 0; at < entries.length; at += 2) {
            if (entries[at] == key) {
                return at + 1;
            }
        }
        if (key instanceof String name) {
            int hash = name.hashCode();
            for (int at = 0; at < entries.length; at += 2) {
                String other = (String) entries[at];
                if (other.hashCode() == hash && other.equals(name)) {
                    return at + 1;
                }
            }
        }
        return 0;
    }

    @Override
    public int size() {
        return changed == null ? entries.length / 2 : changed.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return changed == null ? find(key) != 0 : changed.containsKey(key);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (changed != null) {
            return changed.get(key);
        }
        int at = find(key);
        return at == 0 ? null : entries[at];
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
        int at = changed == null ? find(key) : 0;
        if (at == 0) {
            return changed().put(key, value);
        }
        Object before = entries[at];
        entries[at] = value;
        return before;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return changed == null && find(key) == 0 ? null : changed().remove(key);
    }

    @Override
    public void clear() {
        changed().clear();
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    /** Others than this library need not know this class. */
    private Object writeReplace() {
        return new LinkedHashMap<>(this);
    }

    private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {

        @Override
        public int size() {
            return CompactMap.this.size();
        }

        @Override
        public void clear() {
            CompactMap.this.clear();
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
            return changed == null ? new Walk() : changed.entrySet().iterator();
        }
    }

    private final class Walk implements Iterator<Map.Entry<String, @Nullable Object>> {

        private int next;
        /** What goes on with it, once it has removed an entry. */
        private @Nullable Iterator<Map.Entry<String, @Nullable Object>> rest;

        @Override
        public boolean hasNext() {
            return rest == null ? next < entries.length : rest.hasNext();
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
            if (rest != null) {
                return rest.next();
            }
            if (changed != null) {
                throw new ConcurrentModificationException();
            }
            if (next == entries.length) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new Place(next - 2);
        }

        @Override
        public void remove() {
            if (rest == null) {
                if (next == 0) {
                    throw new IllegalStateException();
                }
                if (changed != null) {
                    throw new ConcurrentModificationException();
                }
                rest = changed().entrySet().iterator();
                for (int at = 0; at < next; at += 2) {
                    rest.next();
                }
            }
            rest.remove();
        }
    }

    private final class Place extends SimpleEntry<String, @Nullable Object> {

        private static final long serialVersionUID = 1;
        private final transient int at;

        Place(int at) {
            super((String) entries[at], entries[at + 1]);
            this.at = at;
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            if (changed == null) {
                entries[at + 1] = value;
            } else {
                changed.replace(getKey(), value);
            }
            return super.setValue(value);
        }
    }
}
