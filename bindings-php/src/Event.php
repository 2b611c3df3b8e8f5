<?php

declare(strict_types=1);

namespace Commet;

use DateTimeImmutable;
use Error;
use JsonSerializable;

use function substr;
use function unserialize;

/**
 * A verified event.
 *
 *     if ($event->data instanceof SubscriptionActivated) {
 *         grant($event->data->customerId);
 *     }
 *
 * @template-covariant TData of Record = Record
 */
final class Event implements JsonSerializable
{
    /** How many digits the number has with which a message begins, and what its lower bits are. */
    private const HEAD = 16;
    private const SIZE = (1 << 31) - 1;
    private const DEFERRED = 1 << 31;

    /** What all events are copied from: that takes less time than to make one. */
    private static ?self $blank = null;

    /** Whose event it is. */
    public readonly Provider $provider;

    /** The body, byte for byte as it was signed. */
    public readonly string $body;

    /** The event's name, such as `subscription.activated`. */
    public readonly string $type;

    /** The provider's id of the event, the same on every delivery. */
    public readonly ?string $id;

    /** When the provider emitted the event, as the signed body states it, in UTC. */
    public readonly ?DateTimeImmutable $time;

    /** The environment: `live` or `sandbox` for Commet, such as `prod` or `test` for CREEM. */
    public readonly ?string $mode;

    /** The organization whose event it is. */
    public readonly ?string $organizationId;

    /** The API version that shaped the data, such as `2026-08-27`. */
    public readonly ?string $apiVersion;

    /** Whether the event is in the catalog. */
    public readonly bool $known;

    /** Whether the event is in the catalog and its data fits, so that the data has its type. */
    public readonly bool $typed;

    /** Why the event is not typed. */
    public readonly ?string $untypedReason;

    /** What the event says of the customer's access; null where it does not speak of it. */
    public readonly ?Access $access;

    /** Whether to let the customer in; null where the event does not speak of it. */
    public readonly ?bool $grantsAccess;

    /**
     * The data: an object of the event's own class, or `UntypedData`.
     *
     * @var TData
     */
    public readonly Record $data;

    /**
     * The whole body as an array: envelope, data and whatever else the provider sent.
     *
     * @var array<string, mixed>
     */
    public readonly array $raw;

    /** What the library says of it: see `commet_php_receive` in commet.h. */
    private readonly string $message;

    /** @var list<mixed>|null the message's second part, when something of it has been asked for */
    private ?array $envelope = null;

    private function __construct()
    {
        // A property that was unset, unlike one that was never set, is asked for by __get.
        unset(
            $this->type,
            $this->id,
            $this->time,
            $this->mode,
            $this->organizationId,
            $this->apiVersion,
            $this->known,
            $this->typed,
            $this->untypedReason,
            $this->access,
            $this->grantsAccess,
            $this->raw,
        );
    }

    /**
     * @internal
     *
     * @param string $body the body, byte for byte as it was signed
     * @param string $message what the library says of it
     */
    public static function of(Provider $provider, string $body, string $message): self
    {
        $event = clone self::$blank ??= new self();
        $event->provider = $provider;
        $event->body = $body;
        $event->message = $message;
        $head = (int) $message;
        $class = Provider::CLASSES[$provider->value][$head >> 32];
        $event->data = new $class(
            unserialize(substr($message, self::HEAD, $head & self::SIZE), Native::ARRAYS),
            ($head & self::DEFERRED) === 0 ? [] : $message,
        );

        return $event;
    }

    /**
     * The large fields of the data, which are still serialized.
     *
     * @internal
     *
     * @return array<string, string>
     */
    public static function deferred(string $message): array
    {
        return self::parts($message)[10] ?? [];
    }

    /**
     * A key under which to remember that the event was handled: deliveries of one event share it. Its
     * id; where it has none, the SHA-256 of the body in hex.
     */
    public function idempotencyKey(): string
    {
        return $this->envelope()[2] ?? hash('sha256', $this->body);
    }

    public function __get(string $name): mixed
    {
        return match ($name) {
            'raw' => $this->raw = Native::parse($this->body, objects: false),
            'type' => $this->type = $this->envelope()[0],
            'id' => $this->id = $this->envelope()[1],
            'time' => $this->time = isset($this->envelope()[3]) ? Time::at($this->envelope()[3]) : null,
            'mode' => $this->mode = $this->envelope()[4],
            'organizationId' => $this->organizationId = $this->envelope()[5],
            'apiVersion' => $this->apiVersion = $this->envelope()[6],
            'known' => $this->known = $this->envelope()[7],
            'typed' => $this->typed = $this->envelope()[8] === null,
            'untypedReason' => $this->untypedReason = $this->envelope()[8],
            'access' => $this->access = isset($this->envelope()[9]) ? Access::from($this->envelope()[9]) : null,
            'grantsAccess' => $this->grantsAccess = $this->access?->grants(),
            default => throw new Error(sprintf('%s has no property $%s', self::class, $name)),
        };
    }

    public function __isset(string $name): bool
    {
        return match ($name) {
            'raw' => true,
            // It sets no property: before a `??`, PHP calls __get after this even where one has been set.
            'time' => isset($this->envelope()[3]),
            'type', 'known', 'typed' => true,
            'id' => isset($this->envelope()[1]),
            'mode' => isset($this->envelope()[4]),
            'organizationId' => isset($this->envelope()[5]),
            'apiVersion' => isset($this->envelope()[6]),
            'untypedReason' => isset($this->envelope()[8]),
            'access', 'grantsAccess' => isset($this->envelope()[9]),
            default => false,
        };
    }

    /**
     * @return list<mixed>
     */
    public function __serialize(): array
    {
        // The rest is worked out anew: it has numbers in it that another version of the package may have changed.
        return [$this->provider, $this->body];
    }

    /**
     * @param list<mixed> $parts
     */
    public function __unserialize(array $parts): void
    {
        $this->__construct();
        [$this->provider, $this->body] = $parts;
        $this->message = Native::reread($this->provider, $this->body);
        $this->data = self::of($this->provider, $this->body, $this->message)->data;
    }

    /**
     * What `json_encode` shows: everything but the body, whatever of it has been read before.
     *
     * @return array<string, mixed>
     */
    public function jsonSerialize(): array
    {
        return [
            'provider' => strtolower($this->provider->name),
            'type' => $this->type,
            'id' => $this->id,
            'time' => $this->time?->format('Y-m-d\TH:i:s.v\Z'),
            'mode' => $this->mode,
            'organizationId' => $this->organizationId,
            'apiVersion' => $this->apiVersion,
            'access' => $this->access,
            'known' => $this->known,
            'typed' => $this->typed,
            'untypedReason' => $this->untypedReason,
            'data' => $this->data,
        ];
    }

    /**
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return ['type' => $this->type, 'id' => $this->id, 'time' => $this->time, 'raw' => $this->raw];
    }

    /**
     * @return list<mixed>
     */
    private function envelope(): array
    {
        return $this->envelope ??= self::parts($this->message);
    }

    /**
     * @return list<mixed>
     */
    private static function parts(string $message): array
    {
        return Native::restore(substr($message, self::HEAD + ((int) $message & self::SIZE)));
    }
}
