<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Native;
use Commet\Webhooks;
use Error;
use PHPUnit\Framework\TestCase;
use ReflectionProperty;

/**
 * Verifiers that are copied, used after their end, or called while they are at work.
 */
final class LifetimeTest extends TestCase
{
    public function testACopyOfAVerifierIsRefused(): void
    {
        $webhooks = new Webhooks(Body::SECRET);
        $native = (new ReflectionProperty($webhooks, 'native'))->getValue($webhooks);
        try {
            clone $native;
            self::fail('it was copied');
        } catch (Error $error) {
            self::assertStringContainsString(Native::class, $error->getMessage());
        }
        self::assertTrue($webhooks->verify(Body::canceled(), Body::sign(Body::canceled())));
    }

    /**
     * PHP calls destructors in any order at the end, and callbacks of output after them.
     */
    public function testAVerifierIsNotUsedAfterItsEnd(): void
    {
        $said = self::script(<<<'PHP'
            final class Keeper
            {
                public static ?Webhooks $webhooks = null;
            }
            $foreign = (new Commet())->webhooks->sign(BODY, 'foreign');
            Keeper::$webhooks = new Webhooks(SECRET);
            echo Keeper::$webhooks->verify(BODY, SIGNATURE) ? 'right ' : 'wrong ';
            ob_start(static function (string $text) use ($foreign): string {
                $other = new Webhooks('foreign');
                try {
                    return $text . (Keeper::$webhooks->verify(BODY, $foreign) ? 'accepted' : 'refused');
                } catch (Error) {
                    return $text . 'gone';
                }
            });
            PHP);
        self::assertSame('right gone', $said);
    }

    /**
     * @requires extension pcntl
     */
    public function testAHandlerOfASignalReceivesToo(): void
    {
        $said = self::script(<<<'PHP'
            pcntl_async_signals(true);
            $webhooks = new Webhooks(SECRET);
            $large = '{"event":"payment.failed","data":{"customerId":"large","x":"' . str_repeat('x', 1_500_000) . '"}}';
            $signature = (new Commet())->webhooks->sign($large, SECRET);
            $signals = 0;
            pcntl_signal(SIGUSR1, static function () use ($webhooks, &$signals): void {
                $webhooks->verifyAndParse(BODY, SIGNATURE);
                $signals++;
            });
            $main = getmypid();
            $child = pcntl_fork();
            while ($child === 0) {
                posix_kill($main, SIGUSR1) || exit;
                usleep(3_000);
            }
            $said = [];
            while ($signals < 100) {
                $said[$webhooks->verifyAndParse($large, $signature)['data']['customerId'] ?? 'nobody'] = true;
                $said[$webhooks->receive($large, ['X-Commet-Signature' => $signature])->data->customerId] = true;
            }
            posix_kill($child, SIGKILL);
            pcntl_waitpid($child, $status);
            echo implode(' ', array_keys($said));
            PHP);
        self::assertSame('large', $said);
    }

    /** What a script says that ends in peace. */
    private static function script(string $code): string
    {
        $body = Body::canceled();
        $constants = ['SECRET' => Body::SECRET, 'BODY' => $body, 'SIGNATURE' => Body::sign($body)];
        $begin = 'require ' . var_export(__DIR__ . '/../autoload.php', true) . '; ';
        foreach ($constants as $name => $value) {
            $begin .= "const $name = " . var_export($value, true) . '; ';
        }
        $file = tempnam(sys_get_temp_dir(), 'commet');
        file_put_contents($file, "<?php use Commet\\{Commet, Webhooks}; $begin\n$code");
        try {
            exec(escapeshellarg(PHP_BINARY) . ' -d display_errors=1 ' . escapeshellarg($file) . ' 2>&1', $lines, $status);
        } finally {
            unlink($file);
        }
        self::assertSame(0, $status, implode("\n", $lines));

        return implode("\n", $lines);
    }
}
