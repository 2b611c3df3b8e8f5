<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Commet;
use Commet\WebhookException;
use Commet\Webhooks;
use PHPUnit\Framework\TestCase;
use TypeError;

/**
 * A process that runs for long keeps its size.
 */
final class LeakTest extends TestCase
{
    public function testAMillionCallsLeaveNothingBehind(): void
    {
        $commet = new Commet();
        $webhooks = new Webhooks(Body::SECRET);
        $body = Body::canceled();
        $headers = Body::headers($body);
        $signature = Body::sign($body);
        $large = Body::large(200);
        $largeHeaders = Body::headers($large);
        $round = static function (int $calls) use ($commet, $webhooks, $body, $headers, $signature): void {
            for ($call = 0; $call < $calls; $call++) {
                $commet->webhooks->verifyAndParse($body, $signature, Body::SECRET);
                $webhooks->receive($body, $headers, mode: 'live')->data->customerId;
            }
        };
        $others = static function (int $calls) use ($commet, $webhooks, $body, $headers, $large, $largeHeaders): void {
            for ($call = 0; $call < $calls; $call++) {
                $webhooks->receive($large, $largeHeaders)->data->features;
                $commet->webhooks->verifyAndParse($body, 'forged', "secret $call");
                (new Webhooks(secrets: ['a', Body::SECRET]))->receive($body, $headers)->raw;
                try {
                    $webhooks->receive($body, []);
                } catch (WebhookException) {
                }
                for ($more = 0; $more < 10; $more++) {
                    try {
                        new Webhooks('a', [1]);
                    } catch (TypeError) {
                    }
                }
            }
        };
        $round(20_000);
        $others(200);
        $before = [self::resident(), memory_get_usage()];
        $round(500_000);
        $others(5_000);
        $after = [self::resident(), memory_get_usage()];
        self::assertLessThan($before[0] + (1 << 20), $after[0]);
        self::assertLessThan($before[1] + 10_000, $after[1]);
    }

    private static function resident(): int
    {
        [, $pages] = explode(' ', file_get_contents('/proc/self/statm'));

        return (int) $pages * 4096;
    }
}
