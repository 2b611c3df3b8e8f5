<?php

declare(strict_types=1);

namespace Commet;

use Countable;
use IteratorAggregate;
use Traversable;

/**
 * A JSON object exactly as the body has it: unlike an array it is never taken for a list, not even
 * when it is empty, and its keys are strings, even `"1"`.
 *
 * @implements IteratorAggregate<string, mixed>
 */
final class JsonObject implements Countable, IteratorAggregate
{
    /** @var list<mixed> keys and values by turns */
    private array $entries = [];

    private function __construct()
    {
    }

    /**
     * Parses a body that has been verified before; null if it is no JSON object.
     */
    public static function parse(string $verifiedBody): ?self
    {
        return Native::parse($verifiedBody, objects: true);
    }

    /**
     * The value of a key; null where there is none.
     */
    public function get(string $key): mixed
    {
        foreach ($this as $name => $value) {
            if ($name === $key) {
                return $value;
            }
        }

        return null;
    }

    public function count(): int
    {
        return intdiv(count($this->entries), 2);
    }

    public function getIterator(): Traversable
    {
        for ($index = 0; $index < count($this->entries); $index += 2) {
            yield $this->entries[$index] => $this->entries[$index + 1];
        }
    }

    /**
     * @return list<mixed>
     */
    public function __serialize(): array
    {
        return $this->entries;
    }

    /**
     * @param list<mixed> $entries
     */
    public function __unserialize(array $entries): void
    {
        $this->entries = $entries;
    }
}
