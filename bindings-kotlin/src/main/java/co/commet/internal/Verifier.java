package co.commet.internal;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of an endpoint in native memory, prepared, with what is expected of its events. The memory
 * is zeroed by the first call after this has become unreachable, and when the library is unloaded. Any number of
 * threads may use it.
 */
public final class Verifier {

    /**
     * What is unreachable. Nothing waits for it: the thread of a {@link java.lang.ref.Cleaner} would keep a class loader
     * whose application has a verifier in a static field, and that verifier with it, for as long as the JVM runs.
     */
    private static final ReferenceQueue<Verifier> GONE = new ReferenceQueue<>();

    /** What is not freed yet. */
    private static final Set<Reference<?>> MEMORY = ConcurrentHashMap.newKeySet();

    private final long address;

    private Verifier(long address) {
        this.address = address;
        MEMORY.add(new Memory(this, address));
    }

    private static final class Memory extends PhantomReference<Verifier> {
        private final long address;

        Memory(Verifier verifier, long address) {
            super(verifier, GONE);
            this.address = address;
        }
    }

    private static void freeWhatIsGone() {
        Reference<?> gone = GONE.poll();
        while (gone != null) {
            MEMORY.remove(gone);
            Native.freeVerifier(((Memory) gone).address);
            gone = GONE.poll();
        }
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
        Native.load();
        freeWhatIsGone();
        byte[][] bytes = secrets.stream().map(Text::bytes).toArray(byte[][]::new);
        long address = Native.newVerifier(bytes, mode == null ? null : Text.bytes(mode), maxAge, clockSkew);
        return address == 0 ? null : new Verifier(address);
    }

    /** The tape of a payload, which must have been signed; null for a refusal. */
    public @Nullable Tape parse(Answer answer, String signature) {
        freeWhatIsGone();
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
        freeWhatIsGone();
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
