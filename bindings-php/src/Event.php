<?php

declare(strict_types=1);

namespace Commet;

use DateTimeImmutable;
use Error;

/**
 * A verified event.
 *
 *     if ($event->data instanceof SubscriptionActivated) {
 *         grant($event->data->customerId);
 *     }
 *
 * @template-covariant TData of Record = Record
 */
final class Event
{
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

    private readonly ?string $key;
    private readonly ?int $milliseconds;

    /**
     * @internal
     *
     * @param string $body the body, byte for byte as it was signed
     * @param list<mixed> $message what the library says of it
     */
    public function __construct(
        public readonly Provider $provider,
        public readonly string $body,
        private readonly array $message,
    ) {
        // A property that was unset, unlike one that was never set, is asked for by __get.
        unset($this->time, $this->data, $this->raw);
        [
            $this->known,
            $this->type,
            $this->id,
            $this->key,
            $this->milliseconds,
            $this->mode,
            $this->organizationId,
            $this->apiVersion,
            $access,
            $this->untypedReason,
        ] = $message;
        $this->typed = $this->untypedReason === null;
        $this->access = $access === null ? null : Access::from($access);
        $this->grantsAccess = $this->access?->grants();
    }

    /**
     * A key under which to remember that the event was handled: deliveries of one event share it. Its
     * id; where it has none, the SHA-256 of the body in hex.
     */
    public function idempotencyKey(): string
    {
        return $this->key ?? hash('sha256', $this->body);
    }

    public function __get(string $name): mixed
    {
        return match ($name) {
            'time' => $this->time = $this->milliseconds === null ? null : Time::at($this->milliseconds),
            'data' => $this->data = $this->data(),
            'raw' => $this->raw = $this->raw(),
            default => throw new Error(sprintf('%s has no property $%s', self::class, $name)),
        };
    }

    public function __isset(string $name): bool
    {
        return match ($name) {
            'time' => $this->milliseconds !== null,
            'data', 'raw' => true,
            default => false,
        };
    }

    /**
     * @return list<mixed>
     */
    public function __serialize(): array
    {
        return [$this->provider, $this->body, $this->message];
    }

    /**
     * @param list<mixed> $parts
     */
    public function __unserialize(array $parts): void
    {
        $this->__construct(...$parts);
    }

    /**
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return ['type' => $this->type, 'id' => $this->id, 'time' => $this->time, 'raw' => $this->raw];
    }

    private function data(): Record
    {
        $class = ($this->typed ? $this->provider->dataClass($this->type) : null) ?? UntypedData::class;

        return new $class(...$this->message[10][1]);
    }

    /**
     * @return array<string, mixed>
     */
    private function raw(): array
    {
        [$envelope, $data] = $this->message[10];
        $raw = Native::restore($envelope);
        $raw[$this->provider->dataKey()] = Native::complete(...$data);

        return $raw;
    }
}
