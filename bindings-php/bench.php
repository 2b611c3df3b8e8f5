<?php

/**
 * Times the package against what PHP users would otherwise use, and prints medians and ratios.
 *
 * Every round lets each contender go once through all bodies, in turn, so that whatever else the
 * machine does at that moment slows all of them. What counts is the median of the rounds' ratios.
 */

declare(strict_types=1);

use Commet\Commet;
use Commet\Provider;
use Commet\Webhooks;

require __DIR__ . '/autoload.php';

const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const OFFICIAL = 'hash_hmac + json_decode';
const BEST = 'openssl_digest + json_decode';

const ENGINES = [
    'plain' => [],
    'opcache' => ['opcache.enable_cli=1'],
    'opcache and JIT' => ['opcache.enable_cli=1', 'opcache.jit=tracing', 'opcache.jit_buffer_size=64M'],
];

if (!isset($argv[1])) {
    foreach (ENGINES as $engine => $settings) {
        $options = array_merge(...array_map(static fn ($setting) => ['-d', $setting], $settings));
        passthru(implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, ...$options, __FILE__, $engine])));
    }
    exit;
}

/** A body of this number; its names are ASCII or not. */
function body(int $features, int $number, bool $ascii): string
{
    $name = $ascii ? 'Acme Corporation, Inc.' : 'Café Zoë 株式会社';
    $head = sprintf(
        '"timestamp":"2026-06-23T14:%02d:%02d.%03dZ","organizationId":"8f14e45f-ceea-4e7a-9c3d-%012x",'
        . '"mode":"live","apiVersion":"2026-08-27"',
        $number % 60,
        $number % 59,
        $number % 997,
        $number,
    );
    if ($features === 0) {
        return sprintf(
            '{"event":"subscription.activated",%s,"data":{"subscriptionId":"sub_%08x","customerId":"user_%012d",'
            . '"status":"active","currentPeriodStart":"2026-03-25T00:00:00.000Z","currentPeriodEnd":'
            . '"2026-04-25T00:00:00.000Z","name":"%s %d","invoiceId":"inv_%010x","invoiceNumber":"INV-%06d",'
            . '"invoiceTotal":%d,"invoiceCurrency":"usd","provider":"stripe"}}',
            $head,
            $number,
            $number,
            $name,
            $number,
            $number,
            $number,
            9900 + $number,
        );
    }

    return sprintf(
        '{"event":"customer.state_changed",%s,"data":{"customerId":"user_%d","trigger":"subscription_activated",'
        . '"status":"active","subscriptionId":"sub_%08x","plan":{"id":"pln_%d","name":"%s"},"billingInterval":'
        . '"monthly","consumptionModel":"metered","features":[%s],"seats":[{"code":"editors","current":%d,'
        . '"included":5,"remaining":2,"unlimited":false}],"credits":null,"balance":null}}',
        $head,
        $number,
        $number,
        $number,
        $name,
        implode(',', array_map(static fn ($index) => feature($index, $number, $name), range(0, $features - 1))),
        $number % 5,
    );
}

/** Usage and seats by turns, as the documentation shows them. */
function feature(int $index, int $number, string $name): string
{
    $period = '"period":{"start":"2026-07-01T00:00:00.000Z","end":"2026-08-01T00:00:00.000Z"}';
    $used = ($number * 31 + $index * 17) % 1000;

    return $index % 2 === 0
        ? sprintf(
            '{"code":"api_calls_%d","name":"%s %d","unitName":"request","type":"usage","allowed":true,'
            . '"consumption":{"model":"metered",%s,"unitsUsed":%d,"includedUnits":1000,"remainingUnits":%d,'
            . '"unlimited":false,"overage":{"enabled":true,"units":0,"unitPrice":{"amount":50,"currency":"usd",'
            . '"scale":10000}}}}',
            $index,
            $name,
            $index,
            $period,
            $used,
            1000 - $used,
        )
        : sprintf(
            '{"code":"editors_%d","name":"%s","unitName":"seat","type":"seats","allowed":true,"usage":{%s,'
            . '"unitsUsed":%d,"includedUnits":5,"remainingUnits":2,"unlimited":false,"overage":{"enabled":false,'
            . '"units":0}}}',
            $index,
            $name,
            $period,
            $used % 6,
        );
}

function median(array $values): float
{
    sort($values);

    return $values[intdiv(count($values), 2)];
}

function ratio(array $slow, array $fast): float
{
    return median(array_map(static fn ($slow, $fast) => $slow / $fast, $slow, $fast));
}

$commet = new Commet();
$webhooks = new Webhooks(SECRET);
$header = Provider::Commet->signatureHeader();
$server = 'HTTP_' . strtoupper(strtr($header, '-', '_'));
[$inner, $outer] = array_map(
    static fn ($byte) => str_pad(SECRET, 64, "\0") ^ str_repeat($byte, 64),
    ["\x36", "\x5c"],
);
$contenders = [
    OFFICIAL => static function (string $body, string $signature): mixed {
        return hash_equals(hash_hmac('sha256', $body, SECRET), $signature) ? json_decode($body, true) : null;
    },
    BEST => static function (string $body, string $signature) use ($inner, $outer): mixed {
        $digest = openssl_digest($outer . openssl_digest($inner . $body, 'sha256', true), 'sha256');

        return hash_equals($digest, $signature) ? json_decode($body, true) : null;
    },
    '$commet->webhooks->verifyAndParse' => static function (string $body, string $signature) use ($commet): mixed {
        return $commet->webhooks->verifyAndParse($body, $signature, SECRET);
    },
    'Webhooks::verifyAndParse' => static function (string $body, string $signature) use ($webhooks): mixed {
        return $webhooks->verifyAndParse($body, $signature);
    },
    'Webhooks::receive, two fields' => static function (string $body, string $signature) use ($webhooks, $server): mixed {
        $event = $webhooks->receive($body, ['HTTP_HOST' => 'example.com', $server => $signature]);

        return [$event->data->customerId, $event->data->status];
    },
    'Webhooks::receive, raw' => static function (string $body, string $signature) use ($webhooks, $server): mixed {
        return $webhooks->receive($body, ['HTTP_HOST' => 'example.com', $server => $signature])->raw;
    },
];

foreach ([[0, 400, 61], [5, 400, 41], [192, 60, 41]] as [$features, $count, $rounds]) {
    foreach ([true, false] as $ascii) {
        $bodies = array_map(static fn ($number) => body($features, $number, $ascii), range(1, $count));
        $signatures = array_map(static fn ($body) => hash_hmac('sha256', $body, SECRET), $bodies);
        foreach ($contenders as $name => $call) {
            foreach ($bodies as $index => $body) {
                $call($body, $signatures[$index]) !== null || throw new LogicException("$name refuses");
            }
        }
        $times = array_fill_keys(array_keys($contenders), []);
        for ($round = 0; $round < $rounds; $round++) {
            foreach ($contenders as $name => $call) {
                $start = hrtime(true);
                foreach ($bodies as $index => $body) {
                    $call($body, $signatures[$index]);
                }
                $times[$name][] = (hrtime(true) - $start) / $count;
            }
        }
        printf(
            "\n%s: %d bodies of %d bytes, %s\n%-36s%10s%12s%12s\n",
            $argv[1],
            $count,
            array_sum(array_map(strlen(...), $bodies)) / $count,
            $ascii ? 'ASCII' : 'with characters beyond ASCII',
            '',
            'ns',
            '× official',
            '× best',
        );
        foreach ($times as $name => $own) {
            printf(
                "%-36s%10.0f%11.2f%12.2f\n",
                $name,
                median($own),
                ratio($times[OFFICIAL], $own),
                ratio($times[BEST], $own),
            );
        }
    }
}
