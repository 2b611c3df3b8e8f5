package co.commet.webhooks;

/** What an event says of the customer's access to what they pay for. */
public enum Access {
    /** Paid for or on trial. */
    GRANTED,
    /** A payment is overdue; the provider's documentation lets the customer in while it retries. */
    GRACE,
    /** Not, or no longer, paid for. */
    DENIED;

    /**
     * Whether to let the customer in.
     *
     * @return true when granted and in the grace period
     */
    public boolean grants() {
        return this != DENIED;
    }
}
