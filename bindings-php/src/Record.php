<?php

declare(strict_types=1);

namespace Commet;

use Error;
use JsonSerializable;
use TypeError;
use UnexpectedValueException;

/**
 * An object that the catalog describes. Its properties are named as the provider names the fields.
 *
 * Plain fields are there at once; times, objects and lists are made when they are first read.
 */
abstract class Record implements JsonSerializable
{
    /** The properties that are made when they are first read. */
    protected const LAZY = [];

    /**
     * The object as it came, with fields that this version of the package does not know.
     *
     * @var array<string, mixed>
     */
    public readonly array $raw;

    /**
     * @param array<string, mixed> $fields the object, with null in the place of what is deferred
     * @param array<string, string>|string $deferred fields that are still serialized; or an event's message
     */
    public function __construct(private array $fields, private array|string $deferred = [])
    {
        // A property that was unset, unlike one that was never set, is asked for by __get.
        unset($this->raw);
    }

    public function __get(string $name): mixed
    {
        if ($name !== 'raw') {
            throw new Error(sprintf('%s has no property $%s', static::class, $name));
        }

        return $this->raw = Native::complete($this->fields, $this->deferred());
    }

    public function __isset(string $name): bool
    {
        // It sets no property: before a `??`, PHP calls __get after this even where one has been set.
        return $name === 'raw' || (property_exists($this, $name) && $this->field($name) !== null);
    }

    /**
     * @return array<string, mixed>
     */
    public function __serialize(): array
    {
        return $this->raw;
    }

    /**
     * @param array<string, mixed> $fields
     */
    public function __unserialize(array $fields): void
    {
        $this->__construct($fields);
    }

    /**
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return $this->raw;
    }

    public function jsonSerialize(): mixed
    {
        return (object) $this->raw;
    }

    /**
     * A field as it came; null where there is none.
     */
    protected function field(string $name): mixed
    {
        $field = $this->fields[$name] ?? null;
        if ($field !== null || $this->deferred === []) {
            return $field;
        }
        $deferred = $this->deferred();

        return isset($deferred[$name]) ? Native::restore($deferred[$name]) : null;
    }

    /**
     * @return array<string, string>
     */
    private function deferred(): array
    {
        return is_string($this->deferred) ? $this->deferred = Event::deferred($this->deferred) : $this->deferred;
    }

    /**
     * The record of an object, if that and everything in it is of the types that its class says; null
     * otherwise. Only for variants that a fallback stands beside: for all else the core has made sure.
     *
     * @param array<string, mixed> $fields
     *
     * @internal
     */
    final public static function fitting(array $fields): ?static
    {
        try {
            $record = new static($fields);
            $record->readAll();

            return $record;
        } catch (TypeError | UnexpectedValueException) {
            return null;
        }
    }

    private function readAll(): void
    {
        foreach (static::LAZY as $name) {
            foreach (is_array($this->$name) ? $this->$name : [$this->$name] as $value) {
                if ($value instanceof self) {
                    $value->readAll();
                }
            }
        }
    }

    /**
     * An integer, which may be written as `1.0`.
     */
    protected static function integer(int|float $value): int
    {
        return (int) $value;
    }

    /**
     * A list that may have come as its only element.
     *
     * @param array<mixed> $value
     *
     * @return list<mixed>
     */
    protected static function list(array $value): array
    {
        return array_is_list($value) ? $value : [$value];
    }
}
