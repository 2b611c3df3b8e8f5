package co.commet.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What the native library answers to one call about a body: see {@code native/src/reply.rs} of the project. */
public final class Answer {

    /** Most bodies take a word for every six bytes or fewer; of others the tape comes in an array of its own. */
    private static final int BYTES_OF_A_WORD = 6;
    /** As do tapes of large bodies: nothing large is kept, and nothing made before it is known who sent a body. */
    private static final int MOST_WORDS = 1 << 15;
    private static final int PLACES = 16;
    /** Places are as far apart as caches hold memory together, so that threads do not hinder one another. */
    private static final int DISTANCE = 16;
    /** Arrays for tapes that nobody reads, so that not each call needs a new one; null where there is none. */
    private static final AtomicReferenceArray<int @Nullable []> FREE = new AtomicReferenceArray<>(PLACES * DISTANCE);

    final Body body;
    final int[] room;
    final byte[] @Nullable [] rest = new byte[2][];
    private final int place;

    public Answer(Body body) {
        Native.load();
        this.body = body;
        int size = Math.min(Tape.HEADER_WORDS + 16 + body.length / BYTES_OF_A_WORD, MOST_WORDS);
        place = (int) (Thread.currentThread().getId() & PLACES - 1) * DISTANCE;
        int[] free = FREE.getAndSet(place, null);
        room = free != null && free.length >= size ? free : new int[size];
    }

    /** Leaves the array for another call: nobody reads the tape any more. */
    public void free() {
        FREE.lazySet(place, room);
    }

    /** The tape that it is, to be read at once; null for a refusal. */
    @Nullable Tape tape(int @Nullable [] words) {
        if (words == null) {
            return null;
        }
        return new Tape(words, body.text == null ? body.bytes : rest[1], body.text, rest[0]);
    }

    /** As {@link Verifier#parse}, of a secret that has not been prepared; it is behind the signature. */
    public @Nullable Tape parse(byte[] credentials, int signatureLength) {
        return tape(Native.verifyAndParse(
                body.bytes, body.text, body.length, credentials, signatureLength, room, room.length, rest));
    }

    /** The refusal that it is. */
    public byte @Nullable [] refusal() {
        return rest[0];
    }
}
