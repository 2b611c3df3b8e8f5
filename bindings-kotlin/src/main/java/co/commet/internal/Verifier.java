package co.commet.internal;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of an endpoint in native memory, prepared, with what is expected of its events. The memory
 * is zeroed after this has become unreachable. Any number of threads may use it.
 */
public final class Verifier {

    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;

    private Verifier(long address) {
        this.address = address;
        CLEANER.register(this, () -> Native.freeVerifier(address));
    }

    /**
     * A verifier; null if a secret is blank or there is none.
     *
     * @param secrets any of which may have signed
     * @param mode the only one to accept
     * @param maxAge in milliseconds; negative: any
     * @param clockSkew in milliseconds; negative: the core's own
     */
    public static @Nullable Verifier of(
            List<String> secrets, @Nullable String mode, long maxAge, long clockSkew) {
        byte[][] bytes = secrets.stream().map(Text::bytes).toArray(byte[][]::new);
        long address = Native.newVerifier(bytes, mode == null ? null : Text.bytes(mode), maxAge, clockSkew);
        return address == 0 ? null : new Verifier(address);
    }

    /** The tape of a payload, which must have been signed; null for a refusal. */
    public @Nullable Tape parse(Answer answer, String signature) {
        byte[] bytes = Text.bytes(signature);
        Body body = answer.body;
        try {
            return answer.tape(Native.parse(
                    address,
                    body.bytes,
                    body.text,
                    body.length,
                    bytes,
                    bytes.length,
                    answer.room,
                    answer.room.length,
                    answer.rest));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The tape of an event; null for a refusal. */
    public @Nullable Tape receive(
            Answer answer, int provider, String signature, String event, long now, long maxBodyBytes) {
        byte[] first = Text.bytes(signature);
        byte[] headers = Text.join(first, Text.bytes(event));
        Body body = answer.body;
        try {
            Tape tape = answer.tape(Native.receive(
                    address,
                    provider,
                    body.bytes,
                    body.text,
                    body.length,
                    headers,
                    headers.length,
                    first.length,
                    now,
                    maxBodyBytes,
                    answer.room,
                    answer.room.length,
                    answer.rest));
            Tape kept = tape == null ? null : tape.kept();
            answer.free();
            return kept;
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
