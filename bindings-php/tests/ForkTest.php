<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Commet;
use Commet\Webhooks;
use PHPUnit\Framework\TestCase;

/**
 * Processes that fork after the library is loaded, as servers in PHP do.
 *
 * @requires extension pcntl
 */
final class ForkTest extends TestCase
{
    private const SECRET = 'whsec_forks';
    private const BODY = '{"event":"payment.failed","data":{"customerId":"user_1"}}';

    private static function works(Webhooks $webhooks): bool
    {
        $signature = (new Commet())->webhooks->sign(self::BODY, self::SECRET);
        $event = $webhooks->receive(self::BODY, ['X-Commet-Signature' => $signature]);

        return $event->raw['data']['customerId'] === 'user_1'
            && (new Webhooks(self::SECRET))->receive(self::BODY, ['X-Commet-Signature' => $signature])->known;
    }

    public function testChildrenUseWhatTheirParentMade(): void
    {
        $webhooks = new Webhooks(self::SECRET);
        self::assertTrue(self::works($webhooks));
        $children = [];
        for ($child = 0; $child < 8; $child++) {
            $process = pcntl_fork();
            if ($process === 0) {
                $right = self::works($webhooks);
                // Frees the child's verifier, not the parent's.
                unset($webhooks);
                // PHPUnit must not end twice.
                posix_kill(getmypid(), $right ? SIGTERM : SIGKILL);
            }
            $children[] = $process;
        }
        foreach ($children as $process) {
            pcntl_waitpid($process, $status);
            self::assertTrue(pcntl_wifsignaled($status) && pcntl_wtermsig($status) === SIGTERM);
        }
        self::assertTrue(self::works($webhooks));
    }
}
