<?php

/**
 * Times the package and what PHP users would otherwise use: `make bench ONLY=php` in the project's root.
 * Arguments and output are those of benches/src/measurements.rs.
 */

declare(strict_types=1);

use Commet\Commet;
use Commet\Provider;
use Commet\Webhooks;

require __DIR__ . '/autoload.php';

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const KINDS = ['small-ascii', 'medium-ascii', 'large-ascii', 'small-unicode', 'medium-unicode', 'large-unicode'];
/** Bytes that a turn goes through, about. */
const TURN = 2_000_000;

/** Such as PHP puts into `$_SERVER`. */
function server(string $body, string $signature): array
{
    return [
        'HTTP_HOST' => 'example.com',
        'HTTP_USER_AGENT' => 'Commet-Webhooks/1.0',
        'HTTP_ACCEPT' => '*/*',
        'CONTENT_TYPE' => 'application/json',
        'CONTENT_LENGTH' => (string) strlen($body),
        'HTTP_' . strtoupper(strtr(Provider::Commet->signatureHeader(), '-', '_')) => $signature,
        'HTTP_X_COMMET_EVENT' => json_decode($body)->event,
        'HTTP_X_COMMET_TIMESTAMP' => '2026-06-23T14:00:00.000Z',
    ];
}

/** The functions that are compared: what they do, whether they are a call of ours or a peer, and their name. */
function contenders(): array
{
    $commet = new Commet();
    $webhooks = new Webhooks(SECRET);
    [$inner, $outer] = array_map(
        static fn ($byte) => str_pad(SECRET, 64, "\0") ^ str_repeat($byte, 64),
        ["\x36", "\x5c"],
    );

    return [
        [
            'parse',
            'call',
            'Webhooks::verifyAndParse',
            static fn (string $body, string $signature) => $webhooks->verifyAndParse($body, $signature),
        ],
        [
            'parse',
            'call',
            '$commet->webhooks->verifyAndParse',
            static fn (string $body, string $signature) =>
                $commet->webhooks->verifyAndParse($body, $signature, SECRET),
        ],
        [
            'parse',
            'call',
            'Webhooks::receive, two fields',
            static function (string $body, string $signature, array $server) use ($webhooks): array {
                $event = $webhooks->receive($body, $server);

                return [$event->data->customerId, $event->data->status];
            },
        ],
        [
            'parse',
            'peer',
            'official algorithm',
            static fn (string $body, string $signature) =>
                hash_equals(hash_hmac('sha256', $body, SECRET), $signature) ? json_decode($body, true) : null,
        ],
        [
            'parse',
            'peer',
            'openssl_digest + json_decode',
            static function (string $body, string $signature) use ($inner, $outer): mixed {
                $digest = openssl_digest($outer . openssl_digest($inner . $body, 'sha256', true), 'sha256');

                return hash_equals($digest, $signature) ? json_decode($body, true) : null;
            },
        ],
        ['hash', 'peer', 'SHA-256 alone', static fn (string $body) => openssl_digest($body, 'sha256', true)],
    ];
}

function line(array $line): void
{
    echo json_encode($line, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
}

if ($argc !== 3) {
    fwrite(STDERR, "usage: php bench.php BODIES ROUNDS\n");
    exit(2);
}
$opcache = function_exists('opcache_get_status') && opcache_get_status(false) !== false;
line([
    'runtime' => 'PHP ' . PHP_VERSION . ($opcache ? ' with opcache' : ' without opcache'),
    'versions' => (object) [],
]);
$contenders = contenders();
foreach (KINDS as $kind) {
    $bodies = file("$argv[1]/$kind.jsonl", FILE_IGNORE_NEW_LINES);
    $requests = [];
    foreach ($bodies as $body) {
        $signature = hash_hmac('sha256', $body, SECRET);
        $requests[] = [$body, $signature, server($body, $signature)];
    }
    foreach ($contenders as [, , $name, $call]) {
        foreach ($requests as $request) {
            $call(...$request) !== null || throw new LogicException("$name refuses");
        }
    }
    $passes = max(1, intdiv(TURN, array_sum(array_map(strlen(...), $bodies))));
    $times = array_fill(0, count($contenders), []);
    for ($round = 0; $round < (int) $argv[2]; $round++) {
        foreach ($contenders as $index => [, , , $call]) {
            $start = hrtime(true);
            for ($pass = 0; $pass < $passes; $pass++) {
                foreach ($requests as [$body, $signature, $server]) {
                    $call($body, $signature, $server);
                }
            }
            $times[$index][] = (hrtime(true) - $start) / $passes / count($requests);
        }
    }
    foreach ($contenders as $index => [$task, $role, $name]) {
        line(['bodies' => $kind, 'task' => $task, $role => $name, 'ns' => $times[$index]]);
    }
}
