<?php

declare(strict_types=1);

namespace Commet\Tests;

use RuntimeException;

/**
 * A server of its own process, and requests to it.
 */
final class Server
{
    /** @var list<resource> */
    private array $processes = [];

    private function __construct(private readonly int $port, public readonly string $directory)
    {
    }

    public function __destruct()
    {
        foreach ($this->processes as $process) {
            proc_terminate($process);
            proc_close($process);
        }
        exec('rm -rf ' . escapeshellarg($this->directory));
    }

    /**
     * PHP's own server.
     *
     * @param array<string, string> $environment
     */
    public static function builtIn(string $script, array $environment, string $ffi = 'true', string $prepended = ''): self
    {
        $server = self::onSomePort();
        $environment += ['HANDLED_EVENTS' => "{$server->directory}/handled"];
        $address = "127.0.0.1:{$server->port}";
        $settings = ['-d', "ffi.enable=$ffi", '-d', "auto_prepend_file=$prepended"];
        // Nothing is prepended to a router.
        $start = $prepended === '' ? [$script] : ['-t', dirname($script)];
        $server->start([PHP_BINARY, ...$settings, '-S', $address, ...$start], $environment);

        return $server->ready();
    }

    /**
     * nginx in front of PHP-FPM.
     *
     * @param array<string, string> $environment
     * @param array<string, string> $settings
     */
    public static function fpm(string $binary, string $script, array $environment, array $settings): self
    {
        $server = self::onSomePort();
        $directory = $server->directory;
        $environment += ['HANDLED_EVENTS' => "$directory/handled"];
        chmod($directory, 0777);
        $user = posix_getuid() === 0 ? 'www-data' : posix_getpwuid(posix_getuid())['name'];
        $lines = [
            '[global]',
            "error_log = $directory/fpm.log",
            'daemonize = no',
            '[www]',
            "user = $user",
            "listen = $directory/fpm.sock",
            'listen.mode = 0666',
            'pm = static',
            'pm.max_children = 2',
            'catch_workers_output = yes',
        ];
        foreach ($environment as $name => $value) {
            $lines[] = "env[$name] = '$value'";
        }
        file_put_contents("$directory/fpm.conf", implode("\n", $lines) . "\n");
        file_put_contents("$directory/nginx.conf", <<<NGINX
            pid $directory/nginx.pid;
            error_log $directory/nginx.log;
            events {}
            http {
                access_log off;
                client_body_temp_path $directory/body;
                fastcgi_temp_path $directory/fastcgi;
                proxy_temp_path $directory/proxy;
                scgi_temp_path $directory/scgi;
                uwsgi_temp_path $directory/uwsgi;
                server {
                    listen 127.0.0.1:{$server->port};
                    location / {
                        include /etc/nginx/fastcgi_params;
                        fastcgi_param SCRIPT_FILENAME $script;
                        fastcgi_pass unix:$directory/fpm.sock;
                    }
                }
            }
            NGINX);
        $arguments = [];
        foreach ($settings as $name => $value) {
            array_push($arguments, '-d', "$name=$value");
        }
        $server->start([$binary, '-F', '-y', "$directory/fpm.conf", ...$arguments], []);
        $server->start(['nginx', '-c', "$directory/nginx.conf", '-g', 'daemon off;'], []);
        for ($attempt = 0; !file_exists("$directory/fpm.sock"); $attempt++) {
            $attempt < 600 || throw new RuntimeException("PHP-FPM does not start: {$server->log()}");
            usleep(50_000);
        }

        return $server->ready();
    }

    /**
     * @param array<string, string> $headers
     *
     * @return array{int, string}
     */
    public function post(string $body, array $headers, string $path = '/webhooks/commet'): array
    {
        $lines = ['Content-Type: application/json'];
        foreach ($headers as $name => $value) {
            $lines[] = "$name: $value";
        }
        $options = ['method' => 'POST', 'header' => $lines, 'content' => $body];
        $options += ['ignore_errors' => true, 'timeout' => 20];
        $answer = file_get_contents(
            "http://127.0.0.1:{$this->port}$path",
            context: stream_context_create(['http' => $options]),
        );
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $match);

        return [(int) $match[1], $answer];
    }

    /** What the servers have written so far. */
    public function log(): string
    {
        return implode('', array_map(file_get_contents(...), glob("{$this->directory}/*.log")));
    }

    private static function onSomePort(): self
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $port = (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);
        $directory = sys_get_temp_dir() . "/commet-server-$port-" . getmypid() . uniqid('-');
        mkdir($directory);

        return new self($port, $directory);
    }

    /**
     * @param list<string> $command
     * @param array<string, string> $environment
     */
    private function start(array $command, array $environment): void
    {
        $output = ['file', $this->directory . '/' . basename($command[0]) . '.output.log', 'a'];
        $process = proc_open(
            $command,
            [['file', '/dev/null', 'r'], $output, $output],
            $pipes,
            null,
            $environment + getenv(),
        );
        $this->processes[] = $process ?: throw new RuntimeException("cannot start {$command[0]}");
    }

    private function ready(): self
    {
        for ($attempt = 0; $attempt < 600; $attempt++) {
            $connection = @stream_socket_client("tcp://127.0.0.1:{$this->port}", timeout: 1);
            if ($connection !== false) {
                fclose($connection);

                return $this;
            }
            usleep(50_000);
        }
        throw new RuntimeException("nothing listens:\n" . $this->log());
    }
}
