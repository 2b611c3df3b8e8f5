<?php

declare(strict_types=1);

namespace Commet;

use DateTimeImmutable;
use DateTimeZone;
use UnexpectedValueException;

/**
 * Times as providers write them.
 *
 * @internal
 */
final class Time
{
    private static ?DateTimeImmutable $epoch = null;

    /**
     * The time that a text or a number states, as the core reads it.
     */
    public static function of(string|int|float $value): DateTimeImmutable
    {
        return self::at(Native::time($value) ?? throw new UnexpectedValueException('no time'));
    }

    /**
     * The time so many milliseconds after 1970 began, in UTC.
     */
    public static function at(int|float $milliseconds): DateTimeImmutable
    {
        $seconds = (int) floor($milliseconds / 1000);
        $rest = (int) ($milliseconds - $seconds * 1000);
        self::$epoch ??= new DateTimeImmutable('1970-01-01', new DateTimeZone('UTC'));
        $time = self::$epoch->setTimestamp($seconds);

        return $rest === 0 ? $time : $time->modify("+$rest msec");
    }
}
