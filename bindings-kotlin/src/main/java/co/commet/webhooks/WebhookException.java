package co.commet.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * Why a webhook was refused, or why its receiver cannot work. Neither body nor secret nor signature is in it, so
 * it is safe to log.
 *
 * <p>Catch it by kind: {@link NotAuthenticException}, {@link UnreadableException}, {@link RefusedException},
 * {@link TooLargeException}, {@link ConfigurationException}.
 */
public abstract class WebhookException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** As {@link #getCode()} gives it. */
    private final String code;

    /** As {@link #getHint()} gives it. */
    private final String hint;

    /** As {@link #getHttpStatus()} gives it. */
    private final int httpStatus;

    /** As {@link #getField()} gives it. */
    private final @Nullable String field;

    /** As {@link #getOffset()} gives it. */
    private final long offset;

    WebhookException(
            String code, String message, String hint, int httpStatus, @Nullable String field, long offset) {
        super(message + ". " + hint);
        this.code = code;
        this.hint = hint;
        this.httpStatus = httpStatus;
        this.field = field;
        this.offset = offset;
    }

    /**
     * What went wrong, as a stable code that is the same in every language.
     *
     * @return one of {@link ErrorCode}
     */
    public String getCode() {
        return code;
    }

    /**
     * The likely mistake, and the next step; the message ends with it.
     *
     * @return a text for developers
     */
    public String getHint() {
        return hint;
    }

    /**
     * What to answer the provider with.
     *
     * @return an HTTP status from 400 on
     */
    public int getHttpStatus() {
        return httpStatus;
    }

    /**
     * With {@link ErrorCode#INVALID_ENVELOPE}: the field at fault.
     *
     * @return its key; otherwise null
     */
    public @Nullable String getField() {
        return field;
    }

    /**
     * With {@link ErrorCode#INVALID_JSON} and {@link ErrorCode#INVALID_UTF8}: where the fault showed.
     *
     * @return the byte of the body, from 0; otherwise −1
     */
    public long getOffset() {
        return offset;
    }
}
