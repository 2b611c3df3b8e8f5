package co.commet.internal;

import org.jspecify.annotations.Nullable;

/** A body as it came: bytes or, instead of them, a text that stands for its UTF-8 bytes. */
public final class Body {

    final byte @Nullable [] bytes;
    final @Nullable String text;
    /** Of either of them. */
    final int length;

    public Body(byte[] bytes) {
        this.bytes = bytes;
        this.text = null;
        this.length = bytes.length;
    }

    /** It is left to native code to encode the text: see {@code native/src/utf8.rs} of the project. */
    public Body(String text) {
        this.bytes = null;
        this.text = text;
        this.length = text.length();
    }

    /** Whether a signature, and behind it a secret, are right. */
    public boolean verify(byte[] credentials, int signatureLength) {
        Native.load();
        return Native.verify(bytes, text, length, credentials, signatureLength);
    }

    /** The signature with a secret: hex digits, none for an empty secret. */
    public byte @Nullable [] sign(byte[] secret) {
        Native.load();
        return Native.sign(bytes, text, length, secret);
    }
}
