<?php

declare(strict_types=1);

namespace Commet\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The README's examples are programs.
 */
final class ReadmeTest extends TestCase
{
    private string $directory;

    protected function setUp(): void
    {
        $this->directory = sys_get_temp_dir() . '/commet-readme-' . getmypid();
        mkdir("{$this->directory}/vendor", recursive: true);
        symlink(realpath(__DIR__ . '/../autoload.php'), "{$this->directory}/vendor/autoload.php");
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->directory));
    }

    public function testEveryExampleIsPhp(): void
    {
        foreach (self::examples() as $example) {
            exec(PHP_BINARY . ' -l ' . $this->script($example) . ' 2>&1', $output, $status);
            self::assertSame(0, $status, implode("\n", $output));
        }
    }

    public function testTheHandler(): void
    {
        $script = $this->script($this->example('->serve()'));
        $server = Server::builtIn($script, ['COMMET_WEBHOOK_SECRET' => Body::SECRET]);
        $body = Body::canceled();
        self::assertSame([200, '{"received":true}'], $server->post($body, Body::headers($body)));
        self::assertSame(403, $server->post("$body ", Body::headers($body))[0]);
        self::assertStringContainsString('goodbye user_1', $server->log());
    }

    public function testReceive(): void
    {
        $script = $this->script($this->example('new Webhooks('));
        $server = Server::builtIn($script, ['COMMET_WEBHOOK_SECRET' => Body::SECRET]);
        $body = Body::canceled();
        self::assertSame(200, $server->post($body, Body::headers($body))[0]);
        self::assertSame(403, $server->post($body, [])[0]);
        self::assertStringContainsString('the header X-Commet-Signature is missing', $server->log());
    }

    public function testTheTest(): void
    {
        $script = $this->script($this->example('assert('));
        exec(PHP_BINARY . " -d zend.assertions=1 -d error_log= $script 2>&1", $said);
        $said = implode("\n", $said);
        self::assertStringContainsString('goodbye user_1', $said);
        self::assertStringContainsString('the signature does not match', $said);
        self::assertStringNotContainsString('Fatal', $said);
    }

    private function example(string $with): string
    {
        foreach (self::examples() as $example) {
            if (str_contains($example, $with)) {
                return $example;
            }
        }
        self::fail("no example has $with");
    }

    /**
     * @return list<string>
     */
    private static function examples(): array
    {
        preg_match_all('/^```php\n(.*?)^```$/ms', file_get_contents(__DIR__ . '/../README.md'), $matches);

        return $matches[1];
    }

    private function script(string $example): string
    {
        if (!str_starts_with($example, '<?php')) {
            $example = "<?php\n\nrequire 'vendor/autoload.php';\n\n$example";
        }
        $path = "{$this->directory}/" . md5($example) . '.php';
        // PHP's own server does not start in the script's directory.
        file_put_contents($path, str_replace("'vendor/", "__DIR__ . '/vendor/", $example));

        return $path;
    }
}
