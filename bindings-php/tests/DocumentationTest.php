<?php

declare(strict_types=1);

namespace Commet\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The examples of the pages, as applications: the package installed by the page's command, each example in the file
 * that its first line names, with the tests that are among them, and called over HTTP.
 */
final class DocumentationTest extends TestCase
{
    private const BLOCKS = __DIR__ . '/../../tests/blocks';
    private const NEW = '{"event":"brand.new","mode":"live","data":{}}';

    private static string $registry;

    private string $application;

    public static function setUpBeforeClass(): void
    {
        self::$registry = sys_get_temp_dir() . '/commet-registry-' . getmypid();
        mkdir(self::$registry);
        self::shell(__DIR__ . '/../pack.sh ' . self::$registry, '.');
        // Composer's own settings name the registry; an application does not.
        file_put_contents(self::$registry . '/config.json', json_encode([
            'config' => ['allow-plugins' => false],
            'repositories' => [['type' => 'artifact', 'url' => self::$registry], ['packagist.org' => false]],
        ]));
    }

    public static function tearDownAfterClass(): void
    {
        exec('rm -rf ' . escapeshellarg(self::$registry));
    }

    protected function setUp(): void
    {
        $this->application = sys_get_temp_dir() . '/commet-application-' . getmypid() . '-' . uniqid();
        mkdir($this->application);
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->application));
    }

    public function testTheReadme(): void
    {
        $this->install('bindings-php/README.md');
        $this->phpUnit();
        $server = $this->serve('public/index.php');
        $body = Body::canceled();
        self::assertSame([200, '{"received":true}'], $server->post($body, Body::headers($body)), $server->log());
        self::assertSame(403, $server->post("$body ", Body::headers($body))[0]);
        self::assertStringContainsString('goodbye user_1', $server->log());
        $said = self::shell(PHP_BINARY . ' -d error_log= receive.php 2>&1', $this->application);
        self::assertStringContainsString('forged, or altered on the way', $said);
    }

    public function testTheLinesOfPhpIni(): void
    {
        // HttpTest has both in servers.
        $lines = self::shell(self::BLOCKS . ' bindings-php/README.md ini 1', '.');
        self::assertSame(['ffi.enable' => '1'], parse_ini_string($lines));
        $lines = parse_ini_string(self::shell(self::BLOCKS . ' bindings-php/README.md ini 2', '.'));
        self::assertSame(HttpTest::PRELOADING, array_keys($lines));
        self::assertStringEndsWith('/vendor/commet/commet-php/preload.php', $lines['opcache.preload']);
        self::assertFileExists(__DIR__ . '/../preload.php');
    }

    public function testPlainPhp(): void
    {
        $this->install('docs/frameworks/php.md');
        $this->phpUnit();
        $server = $this->serve('public/index.php');
        $this->answers($server);
        self::assertStringContainsString('refused: signature_mismatch', $server->log());
        self::assertSame(404, $server->post('', [], '/other')[0]);
    }

    public function testLaravel(): void
    {
        $this->skeleton('laravel', ['App\\' => 'app/', 'Tests\\' => 'tests/']);
        mkdir("$this->application/bootstrap/cache");
        $this->install('docs/frameworks/laravel.md');
        $this->phpUnit('/usr/share/php/Illuminate/autoload.php');
        $this->answers($this->serve('public/index.php', '/usr/share/php/Illuminate/autoload.php'), '/api');
    }

    public function testSymfony(): void
    {
        $this->skeleton('symfony', ['App\\' => 'src/']);
        $this->install('docs/frameworks/symfony.md');
        $services = self::shell(self::BLOCKS . ' docs/frameworks/symfony.md yaml', '.');
        self::assertStringStartsWith("# config/services.yaml\n", $services);
        mkdir("$this->application/config");
        file_put_contents("$this->application/config/services.yaml", $services);
        $autoload = "$this->application/debian.php";
        $this->phpUnit($autoload);
        $this->answers($this->serve('public/index.php', $autoload));
    }

    public function testSlim(): void
    {
        $this->skeleton('slim', []);
        copy(__DIR__ . "/Psr/RequestHandlerInterface.php", "$this->application/RequestHandlerInterface.php");
        $this->install('docs/frameworks/slim-psr15.md');
        $this->phpUnit("$this->application/debian.php");
        $this->answers($this->serve('public/index.php', "$this->application/debian.php"));
    }

    public function testTheMigration(): void
    {
        $this->install('docs/migration/php.md');
        $this->phpUnit();
        foreach (['official.php', 'better.php'] as $file) {
            $server = $this->serve($file);
            $body = Body::canceled();
            self::assertSame(200, $server->post($body, Body::headers($body))[0], $server->log());
            self::assertSame(403, $server->post("$body ", Body::headers($body))[0]);
            self::assertStringContainsString('revoke the access of user_1', $server->log());
        }
    }

    /**
     * What a framework's installer puts into an application.
     *
     * @param array<string, string> $autoload
     */
    private function skeleton(string $framework, array $autoload): void
    {
        self::shell('cp -R ' . __DIR__ . "/frameworks/$framework/. " . escapeshellarg($this->application), '.');
        $autoload = ['autoload' => ['psr-4' => (object) $autoload]];
        file_put_contents("$this->application/composer.json", json_encode($autoload));
    }

    private function install(string $page): void
    {
        self::shell('COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_NO_INTERACTION=1 COMPOSER_HOME=' . escapeshellarg(self::$registry)
            . ' sh -ec ' . escapeshellarg(self::shell(self::BLOCKS . " $page sh", '.')), $this->application);
        for ($number = 1; ($example = $this->block($page, $number)) !== null; $number++) {
            self::assertSame(1, preg_match('~^<\?php // (\S+)\n~', $example, $file), "$page: example $number has no file");
            $path = "$this->application/$file[1]";
            is_dir(dirname($path)) || mkdir(dirname($path), recursive: true);
            file_put_contents($path, $example);
        }
    }

    private function block(string $page, int $number): ?string
    {
        exec(self::BLOCKS . " $page php $number 2> /dev/null", $lines, $status);

        return $status === 0 ? implode("\n", $lines) . "\n" : null;
    }

    private function phpUnit(string $prepended = ''): void
    {
        $said = self::shell(
            'COMMET_WEBHOOK_SECRET=' . Body::SECRET . ' ' . PHP_BINARY . " -d auto_prepend_file=$prepended -d error_log=/dev/null "
                . trim(self::shell('command -v phpunit', '.')) . ' --no-configuration --bootstrap vendor/autoload.php tests 2>&1',
            $this->application,
        );
        self::assertMatchesRegularExpression('/^OK \(/m', $said);
    }

    private function serve(string $script, string $prepended = ''): Server
    {
        $environment = ['COMMET_WEBHOOK_SECRET' => Body::SECRET, 'COMMET_API_KEY' => 'key'];

        return Server::builtIn("$this->application/$script", $environment, prepended: $prepended);
    }

    /** The application of a framework's page answers as it should. */
    private function answers(Server $server, string $prefix = ''): void
    {
        $path = "$prefix/webhooks/commet";
        $body = '{ "event":"payment.failed","mode":"live","data":{"customerId":"Zoë 🚀"}}';
        self::assertSame([200, '{"received":true}'], $server->post($body, Body::headers($body), $path), $server->log());
        self::assertStringContainsString('Zoë 🚀 has to pay again', $server->log());
        self::assertSame(200, $server->post(self::NEW, Body::headers(self::NEW), $path)[0], $server->log());
        self::assertStringContainsString('brand.new', $server->log());
        $refused = '{"received":false,"code":"signature_mismatch"}';
        self::assertSame([403, $refused], $server->post("$body ", Body::headers($body), $path), $server->log());
        self::assertSame(400, $server->post('[]', Body::headers('[]'), $path)[0]);
        $large = str_replace('{}', '{"text":"' . str_repeat('x', 1 << 20) . '"}', self::NEW);
        self::assertSame(413, $server->post($large, Body::headers($large), $path)[0]);
    }

    private static function shell(string $command, string $directory): string
    {
        exec('cd ' . escapeshellarg($directory) . " && ($command) 2>&1", $lines, $status);
        self::assertSame(0, $status, "$command\n" . implode("\n", $lines));

        return implode("\n", $lines) . "\n";
    }
}
