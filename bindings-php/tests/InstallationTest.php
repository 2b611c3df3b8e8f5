<?php

declare(strict_types=1);

namespace Commet\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The package as its users get it, and what it says where something is missing.
 */
final class InstallationTest extends TestCase
{
    private const PACKAGE = __DIR__ . '/..';

    public function testTheSamplesWithThePackageInstalledByComposer(): void
    {
        $application = sys_get_temp_dir() . '/commet-application-' . getmypid();
        mkdir($application);
        try {
            $path = ['type' => 'path', 'url' => realpath(self::PACKAGE), 'options' => ['symlink' => false]];
            file_put_contents("$application/composer.json", json_encode([
                'repositories' => [$path, ['packagist.org' => false]],
                'require' => ['commet/commet-php' => '*@dev'],
            ]));
            $composer = 'COMPOSER_ALLOW_SUPERUSER=1 composer --no-interaction --working-dir=';
            exec($composer . escapeshellarg($application) . ' install --optimize-autoloader 2>&1', $output, $status);
            self::assertSame(0, $status, implode("\n", $output));
            self::assertStringNotContainsString('does not comply', implode("\n", $output));
            $header = shell_exec("$application/vendor/bin/commet-ffi-header");
            self::assertStringContainsString("#define FFI_LIB \"$application/vendor/commet/commet-php/lib/", $header);
            $environment = [
                'COMMET_AUTOLOAD' => "$application/vendor/autoload.php",
                'COMMET_WEBHOOK_SECRET' => Body::SECRET,
                'COMMET_API_KEY' => 'key',
            ];
            $server = Server::builtIn(__DIR__ . '/samples/signatures.php', $environment);
            HttpTest::answersAsTheSamples($server, 403);
        } finally {
            exec('rm -rf ' . escapeshellarg($application));
        }
    }

    public function testTheDeclarationsAreThoseOfTheHeader(): void
    {
        exec(PHP_BINARY . ' ' . self::PACKAGE . '/tools/declarations.php --check 2>&1', $output, $status);
        self::assertSame(0, $status, implode("\n", $output));
    }

    public function testForbiddenFfiNamesTheLine(): void
    {
        $said = self::fails(['-d', 'ffi.enable=false']);
        self::assertStringContainsString('the setting ffi.enable= forbids', $said);
        self::assertStringContainsString('`ffi.enable=true`', $said);
    }

    public function testAMissingExtensionIsNamed(): void
    {
        // Without php.ini, Debian's PHP has no FFI.
        $said = self::fails(['-n']);
        self::assertStringContainsString('extension FFI is not loaded', $said);
        self::assertStringContainsString('`extension=ffi`', $said);
    }

    public function testAMissingLibraryNamesWhatWasTried(): void
    {
        $said = self::fails([], 'COMMET_LIBRARY=/nowhere/libcommet.so');
        self::assertStringContainsString('tried /nowhere/libcommet.so (', $said);
        self::assertStringContainsString('COMMET_LIBRARY', $said);
    }

    public function testAnotherLibraryIsTakenWhereItIsNamed(): void
    {
        $copy = sys_get_temp_dir() . '/commet-copy-' . getmypid() . '.so';
        copy(glob(self::PACKAGE . '/lib/*/libcommet.*')[0], $copy);
        try {
            $said = self::runs('echo (new Commet\Commet())->webhooks->sign("a", "b");', [], "COMMET_LIBRARY=$copy");
            self::assertSame(hash_hmac('sha256', 'a', 'b'), $said);
        } finally {
            unlink($copy);
        }
    }

    /**
     * @param list<string> $options
     */
    private static function fails(array $options, string $environment = ''): string
    {
        return self::runs(
            'try { new Commet\Webhooks("secret"); }'
            . 'catch (Commet\LibraryException $e) { echo $e->errorCode, $e->httpStatus, $e->getMessage(), $e->hint; }',
            $options,
            $environment,
        );
    }

    /**
     * @param list<string> $options
     */
    private static function runs(string $code, array $options, string $environment): string
    {
        $arguments = [...$options, '-r', 'require "autoload.php";' . $code];
        $command = implode(' ', array_map(escapeshellarg(...), [PHP_BINARY, ...$arguments]));

        return (string) shell_exec('cd ' . escapeshellarg(self::PACKAGE) . " && $environment $command 2>&1");
    }
}
