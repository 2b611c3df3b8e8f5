package co.commet.webhooks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event is about: for each provider there is a sealed interface of all its kinds of data. */
public interface EventData {

    /**
     * Decodes the data as it came: all its fields, with those that this version of the library does not know.
     *
     * @return a map of your own, in the order of the body; of {@link String}, {@link Integer}, {@link Long},
     *     {@link Double}, {@link Boolean}, {@link Map}, {@link java.util.List} and null
     */
    Map<String, @Nullable Object> getRaw();
}
