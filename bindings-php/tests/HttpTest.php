<?php

declare(strict_types=1);

namespace Commet\Tests;

use PHPUnit\Framework\TestCase;

/**
 * Real requests to real servers.
 */
final class HttpTest extends TestCase
{
    private const AUTOLOAD = __DIR__ . '/../autoload.php';
    private const EXAMPLE = __DIR__ . '/../../examples/php/webhook.php';
    /** The settings that preloading needs. */
    public const PRELOADING = ['ffi.enable', 'ffi.preload', 'opcache.preload', 'opcache.preload_user'];

    private const ENVIRONMENT = ['COMMET_WEBHOOK_SECRET' => Body::SECRET, 'COMMET_API_KEY' => 'key'];

    /**
     * @dataProvider samples
     */
    public function testTheSamplesOfTheDocumentation(string $sample, int $refused): void
    {
        $environment = self::ENVIRONMENT + ['COMMET_AUTOLOAD' => self::AUTOLOAD];
        $server = Server::builtIn(__DIR__ . "/samples/$sample.php", $environment);
        self::answersAsTheSamples($server, $refused);
    }

    public static function answersAsTheSamples(Server $server, int $refused): void
    {
        $body = Body::canceled(['cancelReason' => 'demasiado caro – 株式会社']);
        $activated = Body::commet('subscription.activated', ['customerId' => 'user_1']);
        $unknown = Body::commet('some.thing', []);
        foreach ([$body, $activated, $unknown, Body::large(200)] as $genuine) {
            self::assertSame([200, 'OK'], $server->post($genuine, Body::headers($genuine)), $server->log());
        }
        $forged = Body::headers(Body::canceled(['customerId' => 'me']));
        foreach ([$forged, [], ['X-Commet-Signature' => 'x']] as $headers) {
            self::assertSame([$refused, 'Invalid signature'], $server->post($body, $headers), $server->log());
        }
    }

    /**
     * @return list<array{string, int}>
     */
    public function samples(): array
    {
        return [['events', 401], ['signatures', 403]];
    }

    public function testTheExample(): void
    {
        $server = Server::builtIn(self::EXAMPLE, self::ENVIRONMENT);
        self::answersAsTheHandler($server);
        self::assertStringContainsString('user_1 has no access', $server->log());
        self::assertStringContainsString('handled subscription.canceled as whev_1', $server->log());
        self::assertStringNotContainsString('repeated', $server->log());
        $server->post(Body::canceled(), Body::headers(Body::canceled()));
        self::assertStringContainsString('repeated subscription.canceled as whev_1', $server->log());
    }

    public function testALimitBeyondPhpsMemory(): void
    {
        $environment = self::ENVIRONMENT + ['COMMET_AUTOLOAD' => self::AUTOLOAD];
        $server = Server::builtIn(__DIR__ . '/unlimited.php', $environment);
        foreach ([Body::canceled(), Body::canceled(['cancelReason' => str_repeat('x', 3 << 20)])] as $body) {
            self::assertSame([200, '{"received":true}'], $server->post($body, Body::headers($body)), $server->log());
        }
    }

    /**
     * @dataProvider settings
     */
    public function testFpm(callable $settings): void
    {
        $directory = sys_get_temp_dir() . '/commet-preload-' . getmypid();
        is_dir($directory) || mkdir($directory);
        file_put_contents("$directory/commet.h", shell_exec(__DIR__ . '/../bin/commet-ffi-header'));
        try {
            $server = Server::fpm(self::fpm(), realpath(self::EXAMPLE), self::ENVIRONMENT, $settings($directory));
            for ($round = 0; $round < 20; $round++) {
                self::answersAsTheHandler($server);
            }
        } finally {
            unlink("$directory/commet.h");
            rmdir($directory);
        }
    }

    /**
     * @return iterable<string, array{callable(string): array<string, string>}>
     */
    public function settings(): iterable
    {
        yield 'ffi.enable=true' => [static fn () => ['ffi.enable' => 'true']];
        yield 'preloaded' => [static fn (string $directory) => array_combine(self::PRELOADING, [
            'preload',
            "$directory/commet.h",
            realpath(__DIR__ . '/../preload.php'),
            posix_getuid() === 0 ? 'www-data' : '',
        ]) + ['opcache.enable' => '1']];
    }

    public function testFpmWithoutAnySettingSaysWhichLineIsMissing(): void
    {
        $settings = ['ffi.enable' => 'preload', 'log_errors' => '1', 'display_errors' => '0'];
        $server = Server::fpm(self::fpm(), realpath(self::EXAMPLE), self::ENVIRONMENT, $settings);
        self::assertSame(500, $server->post(Body::canceled(), Body::headers(Body::canceled()))[0]);
        self::assertStringContainsString('ffi.enable=preload forbids', $server->log());
    }

    private static function answersAsTheHandler(Server $server): void
    {
        $body = Body::canceled();
        self::assertSame([200, '{"received":true}'], $server->post($body, Body::headers($body)), $server->log());
        self::assertSame(403, $server->post("$body ", Body::headers($body))[0]);
        self::assertSame(400, $server->post('[]', Body::headers('[]'))[0]);
        $huge = Body::canceled(['cancelReason' => str_repeat('x', 1 << 20)]);
        self::assertSame(413, $server->post($huge, Body::headers($huge))[0], $server->log());
    }

    private static function fpm(): string
    {
        $found = glob('/usr/sbin/php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION);

        return $found[0] ?? 'php-fpm';
    }
}
