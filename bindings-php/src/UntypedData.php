<?php

declare(strict_types=1);

namespace Commet;

/**
 * An object that has no type here: the event or the variant is not in the catalog, or the data does
 * not fit it. Nothing is lost: every field can be read as a property all the same, as the parser gives
 * it; one that is absent is null.
 */
final class UntypedData extends Record
{
    public function __get(string $name): mixed
    {
        return $name === 'raw' ? parent::__get($name) : $this->field($name);
    }

    public function __isset(string $name): bool
    {
        return $this->__get($name) !== null;
    }
}
