<?php

declare(strict_types=1);

namespace Commet;

use SensitiveParameter;

use function implode;
use function is_array;
use function is_string;
use function strlen;
use function strtolower;

/**
 * Looks a provider's headers up in whatever shape PHP's servers and frameworks have them.
 *
 * @internal
 */
final class Headers
{
    /** What `$_SERVER` puts before a header's name. */
    private const SERVER = 'HTTP_';

    /** @var array<string, int> which header it is, by its name: as it is mostly written, and in lower case */
    private array $names = [];

    /** @var array{string, string} what they are called in `$_SERVER`; empty where there is none */
    private array $server = ['', ''];

    /** @var array{string, string} what the signature's is mostly called elsewhere */
    private array $elsewhere;

    /** @var array<int, true> the lengths of the names, by which most others are told apart */
    private array $lengths = [];

    public function __construct(Provider $provider)
    {
        $headers = array_filter([$provider->signatureHeader(), $provider->eventHeader()]);
        foreach ($headers as $which => $header) {
            foreach ([$header, self::SERVER . strtoupper(strtr($header, '-', '_'))] as $name) {
                $this->names[$name] = $this->names[strtolower($name)] = $which;
                $this->lengths[strlen($name)] = true;
            }
            $this->server[$which] = $name;
        }
        $this->elsewhere = [$provider->signatureHeader(), strtolower($provider->signatureHeader())];
    }

    /**
     * The values of the signature's and the event's header, empty where they are absent. Several
     * values of one are joined by commas, as HTTP does.
     *
     * @param iterable<string, mixed> $headers
     *
     * @return array{string, string}
     */
    public function find(#[SensitiveParameter] iterable $headers): array
    {
        // `$_SERVER` has many entries, and a header there has one name only.
        if (is_array($headers)) {
            $signature = $headers[$this->server[0]] ?? null;
            $event = $headers[$this->server[1]] ?? '';
            if (
                is_string($signature)
                && is_string($event)
                && !isset($headers[$this->elsewhere[0]])
                && !isset($headers[$this->elsewhere[1]])
            ) {
                return [$signature, $event];
            }
        }
        $found = [null, null];
        foreach ($headers as $name => $value) {
            $name = (string) $name;
            if (!isset($this->lengths[strlen($name)])) {
                continue;
            }
            $which = $this->names[$name] ?? $this->names[strtolower($name)] ?? null;
            if ($which === null || $value === []) {
                continue;
            }
            $text = is_array($value) ? implode(',', $value) : (string) $value;
            $found[$which] = $found[$which] === null ? $text : "$found[$which],$text";
        }

        return [$found[0] ?? '', $found[1] ?? ''];
    }
}
