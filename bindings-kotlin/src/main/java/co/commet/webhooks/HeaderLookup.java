package co.commet.webhooks;

import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the two headers that matter among any kind of headers. What came more than once is joined with a comma,
 * as by HTTP, and then refused.
 */
final class HeaderLookup {

    /** The names in small letters, as most servers give them: equal ones are found faster than alike ones. */
    private static final @Nullable String[] SIGNATURE = inSmallLetters(Provider::signatureHeader);

    private static final @Nullable String[] EVENT = inSmallLetters(Provider::eventHeader);

    private @Nullable String signature;
    private @Nullable String event;

    private HeaderLookup() {}

    private static @Nullable String[] inSmallLetters(Function<Provider, @Nullable String> name) {
        return Arrays.stream(Provider.values())
                .map(name)
                .map(given -> given == null ? null : given.toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** Among entries with names in any case; a value is a text, or a collection of them. */
    static HeaderLookup of(Provider provider, Iterable<? extends Map.Entry<String, ?>> headers) {
        HeaderLookup found = new HeaderLookup();
        String signatureHeader = SIGNATURE[provider.ordinal()];
        String eventHeader = EVENT[provider.ordinal()];
        for (Map.Entry<String, ?> header : headers) {
            String name = header.getKey();
            if (is(signatureHeader, name)) {
                found.signature = join(found.signature, header.getValue());
            } else if (is(eventHeader, name)) {
                found.event = join(found.event, header.getValue());
            }
        }
        return found;
    }

    /** By asking for them. */
    static HeaderLookup of(Provider provider, Function<? super String, ?> headers) {
        HeaderLookup found = new HeaderLookup();
        found.signature = join(null, headers.apply(provider.signatureHeader()));
        String eventHeader = provider.eventHeader();
        if (eventHeader != null) {
            found.event = join(null, headers.apply(eventHeader));
        }
        return found;
    }

    /** The signature; empty if there is none. */
    String signature() {
        return signature == null ? "" : signature;
    }

    /** The name of the event; empty if there is none. */
    String event() {
        return event == null ? "" : event;
    }

    private static boolean is(@Nullable String wanted, @Nullable String name) {
        return wanted != null && name != null && (wanted.equals(name) || wanted.length() == name.length() && isInSmallLetters(wanted, name));
    }

    /** As HTTP has it, and unlike {@link String#equalsIgnoreCase}, to which ſ is an s and ı an i. */
    private static boolean isInSmallLetters(String wanted, String name) {
        for (int at = 0; at < name.length(); at++) {
            char letter = name.charAt(at);
            if ((letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter) != wanted.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /** What frameworks mostly give is looked for first: a text, or a list with one. */
    private static @Nullable String join(@Nullable String before, @Nullable Object value) {
        if (value instanceof String text) {
            return before == null ? text : before + ", " + text;
        }
        if (value instanceof List<?> list && list.size() == 1) {
            return join(before, list.get(0));
        }
        if (value == null) {
            return before;
        }
        String joined = before;
        for (Object one : values(value)) {
            joined = join(joined, one);
        }
        return joined;
    }

    private static Iterable<?> values(Object value) {
        if (value instanceof Iterable<?> several) {
            return several;
        }
        if (value instanceof Enumeration<?> several) {
            return Collections.list(several);
        }
        if (value instanceof Object[] several) {
            return Arrays.asList(several);
        }
        return List.of(value.toString());
    }
}
