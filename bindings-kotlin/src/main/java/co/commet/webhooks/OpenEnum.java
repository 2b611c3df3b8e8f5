package co.commet.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * A text of which some values are known, and others may come: the value of a field is never lost. Each kind has
 * its known values as constants, and an enum of them for {@code switch} and {@code when}.
 */
public abstract class OpenEnum {

    private final String text;

    /**
     * Not for use outside of this library.
     *
     * @param text the value
     * @hidden
     */
    protected OpenEnum(String text) {
        this.text = text;
    }

    /** Whether the other is of the same kind and text. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other
                || other != null && getClass() == other.getClass() && text.equals(((OpenEnum) other).text);
    }

    @Override
    public final int hashCode() {
        return text.hashCode();
    }

    /** The text, as it came. */
    @Override
    public final String toString() {
        return text;
    }
}
