<?php

declare(strict_types=1);

namespace Commet;

use SensitiveParameter;
use Throwable;

/**
 * Receives webhooks, passes each event to its handlers, and says what to answer.
 *
 * Answers: 200 when all handlers have returned, an event without any included; 403 for a request that is
 * not authentic, 400 for one that is but cannot be read or was not asked for, 413 for one that is too
 * large; 500 when a handler has thrown, so that the provider sends the event again.
 */
abstract class WebhookHandler
{
    /** How large a body may be unless something else is asked for: many times the largest event. */
    public const MAX_BODY_BYTES = Declarations::MAX_BODY_BYTES;

    /** How much is read at once. */
    private const CHUNK = 1 << 18;

    private readonly Webhooks $webhooks;

    /** @var array<string, list<callable(Event): mixed>> */
    private array $handlers = [];

    /** @var list<callable(Event): mixed> */
    private array $catchAll = [];

    /** @var array{grant: list<callable(Event): mixed>, revoke: list<callable(Event): mixed>} */
    private array $access = ['grant' => [], 'revoke' => []];

    /** @var (callable(Throwable, ?Event): mixed)|null */
    private $errorHandler = null;

    /**
     * @param string|false|null $secret as the provider shows it, prefix included; `getenv` may give it
     * @param list<string> $secrets more of them, any of which may have signed: during a rotation
     * @param string|null $mode accept only events of this mode, such as `live`
     * @param int|null $maxAge accept only events whose signed time is at most so many seconds ago
     * @param int|null $clockSkew how many seconds an event may be ahead, where an age is given
     * @param int $maxBodyBytes accept only bodies of at most this size
     *
     * @throws ConfigurationException when there is no secret, or one is empty or blank
     */
    public function __construct(
        #[SensitiveParameter] string|false|null $secret = null,
        #[SensitiveParameter] array $secrets = [],
        private readonly ?string $mode = null,
        private readonly ?int $maxAge = null,
        private readonly ?int $clockSkew = null,
        public readonly int $maxBodyBytes = self::MAX_BODY_BYTES,
    ) {
        $this->webhooks = new Webhooks($secret, $secrets, static::provider());
    }

    abstract protected static function provider(): Provider;

    /**
     * Calls the handler for events of this name.
     *
     * @param callable(Event): mixed $handler
     */
    public function on(string $type, callable $handler): static
    {
        $this->handlers[$type][] = $handler;

        return $this;
    }

    /**
     * Calls the handler for every event, also unknown ones, after the event's own handlers.
     *
     * @param callable(Event): mixed $handler
     */
    public function onEvent(callable $handler): static
    {
        $this->catchAll[] = $handler;

        return $this;
    }

    /**
     * Calls the handler for events that say that the customer is to be let in, or still is.
     *
     * @param callable(Event): mixed $handler
     */
    public function onGrantAccess(callable $handler): static
    {
        $this->access['grant'][] = $handler;

        return $this;
    }

    /**
     * Calls the handler for events that say that the customer is to be let in no longer.
     *
     * @param callable(Event): mixed $handler
     */
    public function onRevokeAccess(callable $handler): static
    {
        $this->access['revoke'][] = $handler;

        return $this;
    }

    /**
     * Calls the handler for each request that is refused (a `WebhookException`, no event) and for
     * whatever another handler throws. Without one, they go to PHP's error log.
     *
     * @param callable(Throwable, ?Event): mixed $handler
     */
    public function onError(callable $handler): static
    {
        $this->errorHandler = $handler;

        return $this;
    }

    /**
     * Receives a request; parameters as for `Webhooks::receive`. Never throws.
     *
     * @param iterable<string, mixed> $headers
     */
    public function receive(
        #[SensitiveParameter] mixed $rawBody,
        #[SensitiveParameter] iterable $headers,
    ): Answer {
        $event = null;
        try {
            $event = $this->webhooks->receive(
                $rawBody,
                $headers,
                mode: $this->mode,
                maxAge: $this->maxAge,
                clockSkew: $this->clockSkew,
                maxBodyBytes: $this->maxBodyBytes,
            );
            foreach ($this->handlersOf($event) as $handler) {
                $handler($event);
            }
        } catch (Throwable $thrown) {
            $this->report($thrown, $event);

            return $event === null && $thrown instanceof WebhookException
                ? Answer::refused($thrown)
                : Answer::failed();
        }

        return Answer::received();
    }

    /**
     * Receives the current request, and answers it.
     */
    public function serve(): void
    {
        $input = fopen('php://input', 'rb');
        $body = self::read($this->maxBodyBytes, static fn () => feof($input), static fn ($size) => fread($input, $size));
        $this->receive($body, $_SERVER)->send();
    }

    /**
     * A body; of one that is too large a byte more than is accepted, which shows it.
     *
     * @internal
     *
     * @param callable(): bool $atEnd
     * @param callable(int): (string|false) $read
     */
    public static function read(int $maxBodyBytes, callable $atEnd, callable $read): string
    {
        $body = '';
        while (strlen($body) <= $maxBodyBytes && !$atEnd()) {
            // PHP makes room for as much as is asked for.
            $body .= $read(min($maxBodyBytes - strlen($body), self::CHUNK) + 1);
        }

        return $body;
    }

    /**
     * @return list<callable(Event): mixed>
     */
    private function handlersOf(Event $event): array
    {
        $access = match ($event->grantsAccess) {
            true => $this->access['grant'],
            false => $this->access['revoke'],
            null => [],
        };

        return [...$this->handlers[$event->type] ?? [], ...$access, ...$this->catchAll];
    }

    private function report(Throwable $thrown, ?Event $event): void
    {
        try {
            if ($this->errorHandler !== null) {
                ($this->errorHandler)($thrown, $event);

                return;
            }
        } catch (Throwable $thrown) {
            // What the error handler throws is not lost either.
        }
        error_log($thrown instanceof WebhookException ? $thrown->getMessage() : (string) $thrown);
    }
}
