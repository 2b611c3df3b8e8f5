package co.commet.webhooks;

import co.commet.internal.Fields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object that the catalog describes. Fields are decoded when they are asked for, each time anew. It never
 * changes: any number of threads may read it. Two are equal if they are of one class and all that came in them
 * is equal.
 */
public abstract class DataObject {

    private final Fields fields;

    /**
     * Not for use outside of this library.
     *
     * @param fields what it is made of
     * @hidden
     */
    @SuppressWarnings("exports")
    protected DataObject(Fields fields) {
        this.fields = fields;
    }

    /**
     * Not for use outside of this library.
     *
     * @return what it is made of
     * @hidden
     */
    @SuppressWarnings("exports")
    protected final Fields fields() {
        return fields;
    }

    /**
     * Decodes the object as it came: all its fields, with those that this version of the library does not know.
     *
     * @return a map of your own, in the order of the body; of {@link String}, {@link Integer}, {@link Long},
     *     {@link Double}, {@link Boolean}, {@link Map}, {@link List} and null
     */
    public final Map<String, @Nullable Object> getRaw() {
        return fields.raw();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || other != null && getClass() == other.getClass() && getRaw().equals(((DataObject) other).getRaw());
    }

    @Override
    public final int hashCode() {
        return getRaw().hashCode();
    }

    /** The class and all fields, which are the customer's data. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + getRaw();
    }
}
