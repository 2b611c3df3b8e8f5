<?php

declare(strict_types=1);

namespace Commet;

use RuntimeException;

/**
 * Why a request was refused. Its subclasses say what to do about it, `errorCode` what exactly it was.
 *
 * Neither the message nor the hint has the body, a secret or a signature in it; from PHP 8.2 on, nor have the
 * arguments of this package in its trace.
 */
class WebhookException extends RuntimeException
{
    /**
     * @internal
     *
     * @param string $message what failed
     * @param string $errorCode such as `signature_mismatch`: see `ErrorCode`
     * @param string $hint the likely mistake and the next step
     * @param int $httpStatus the status to answer the provider with
     * @param int|null $offset the byte of the body at which the fault showed
     * @param string|null $field the field of the envelope that is at fault
     */
    final public function __construct(
        string $message,
        public readonly string $errorCode,
        public readonly string $hint,
        public readonly int $httpStatus,
        public readonly ?int $offset = null,
        public readonly ?string $field = null,
    ) {
        parent::__construct($message);
    }
}
