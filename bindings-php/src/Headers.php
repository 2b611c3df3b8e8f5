<?php

declare(strict_types=1);

namespace Commet;

use function strlen;

/**
 * Looks a provider's headers up in whatever shape PHP's servers and frameworks have them.
 *
 * @internal
 */
final class Headers
{
    /** What `$_SERVER` puts before a header's name. */
    private const SERVER = 'HTTP_';

    /** @var array<int, list<array{int, string}>> which header it is, and its name, by the name's length */
    private array $names = [];

    public function __construct(Provider $provider)
    {
        $headers = array_filter([$provider->signatureHeader(), $provider->eventHeader()]);
        foreach ($headers as $which => $header) {
            foreach ([$header, self::SERVER . strtr($header, '-', '_')] as $name) {
                $this->names[strlen($name)][] = [$which, $name];
            }
        }
    }

    /**
     * The values of the signature's and the event's header, empty where they are absent. Several
     * values of one are joined by commas, as HTTP does.
     *
     * @param iterable<string, mixed> $headers
     *
     * @return array{string, string}
     */
    public function find(iterable $headers): array
    {
        $found = [[], []];
        foreach ($headers as $name => $value) {
            $length = strlen((string) $name);
            if (!isset($this->names[$length])) {
                continue;
            }
            foreach ($this->names[$length] as [$which, $wanted]) {
                if (strcasecmp((string) $name, $wanted) === 0) {
                    foreach ((array) $value as $text) {
                        $found[$which][] = (string) $text;
                    }
                }
            }
        }

        return [implode(',', $found[0]), implode(',', $found[1])];
    }
}
