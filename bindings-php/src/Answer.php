<?php

declare(strict_types=1);

namespace Commet;

/**
 * What to answer the provider.
 */
final class Answer
{
    public const CONTENT_TYPE = 'application/json';

    /**
     * @param int $status 2xx, so that the provider is content; anything else makes it try again
     * @param string $body JSON
     */
    private function __construct(public readonly int $status, public readonly string $body)
    {
    }

    /** The event was received and handled. */
    public static function received(): self
    {
        return new self(200, '{"received":true}');
    }

    /** The request was refused. */
    public static function refused(WebhookException $exception): self
    {
        $body = ['received' => false, 'code' => $exception->errorCode];

        return new self($exception->httpStatus, json_encode($body, JSON_THROW_ON_ERROR));
    }

    /** A handler has failed: the provider may send the event again. */
    public static function failed(): self
    {
        return new self(500, '{"received":false}');
    }

    /** Sends it as the response to the current request. */
    public function send(): void
    {
        http_response_code($this->status);
        header('Content-Type: ' . self::CONTENT_TYPE);
        echo $this->body;
    }
}
