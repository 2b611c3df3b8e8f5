<?php

declare(strict_types=1);

namespace Commet;

/**
 * Looks headers up in whatever shape PHP's servers and frameworks have them.
 *
 * @internal
 */
final class Headers
{
    /** What `$_SERVER` puts before a header's name. */
    private const SERVER = 'HTTP_';

    /**
     * The values of two headers, empty where they are absent. Several values are joined by a
     * comma, as HTTP does.
     *
     * @param iterable<string, mixed> $headers
     *
     * @return array{string, string}
     */
    public static function find(iterable $headers, string $first, ?string $second): array
    {
        $wanted = [self::names($first), self::names($second)];
        $found = [[], []];
        foreach ($headers as $name => $value) {
            $length = strlen((string) $name);
            foreach ($wanted as $which => $names) {
                if (isset($names[$length]) && strcasecmp((string) $name, $names[$length]) === 0) {
                    array_push($found[$which], ...self::values($value));
                }
            }
        }

        return [implode(',', $found[0]), implode(',', $found[1])];
    }

    /**
     * The spellings of a header's name, by their length.
     *
     * @return array<int, string>
     */
    private static function names(?string $header): array
    {
        if ($header === null) {
            return [];
        }
        $server = self::SERVER . strtr($header, '-', '_');

        return [strlen($header) => $header, strlen($server) => $server];
    }

    /**
     * @return list<string>
     */
    private static function values(mixed $value): array
    {
        $values = is_array($value) ? array_values($value) : [$value];

        return array_map(strval(...), array_filter($values, is_scalar(...)));
    }
}
