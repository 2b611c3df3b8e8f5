<?php

declare(strict_types=1);

namespace Commet;

/**
 * The native library cannot be used, or has failed: a fault of the installation, never of a request.
 */
final class LibraryException extends WebhookException
{
}
