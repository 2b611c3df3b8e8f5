<?php

declare(strict_types=1);

namespace Commet;

/**
 * What an event says of the customer's access to what they pay for.
 */
enum Access: string
{
    /** Paid for or on trial. */
    case Granted = 'granted';

    /** A payment is overdue, and the customer is let in while the provider retries. */
    case Grace = 'grace';

    /** Not, or no longer, paid for. */
    case Denied = 'denied';

    /** Whether to let the customer in. */
    public function grants(): bool
    {
        return $this !== self::Denied;
    }
}
