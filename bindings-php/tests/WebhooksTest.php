<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Commet;
use Commet\ConfigurationException;
use Commet\Creem;
use Commet\ErrorCode;
use Commet\Handler;
use Commet\JsonObject;
use Commet\NotAuthenticException;
use Commet\Provider;
use Commet\RefusedException;
use Commet\Resources\WebhooksResource;
use Commet\TooLargeException;
use Commet\UnreadableException;
use Commet\WebhookException;
use Commet\Webhooks;
use DateTimeImmutable;
use Nyholm\Psr7\ServerRequest;
use Nyholm\Psr7\Stream;
use PHPUnit\Framework\TestCase;
use SensitiveParameterValue;
use Throwable;
use ValueError;

final class WebhooksTest extends TestCase
{
    public function testTheCallsOfTheDocumentation(): void
    {
        foreach ([new Commet(apiKey: 'key'), new Creem(apiKey: false)] as $client) {
            $body = Body::canceled();
            $signature = $client->webhooks->sign($body, Body::SECRET);
            self::assertSame(Body::sign($body), $signature);
            self::assertTrue($client->webhooks->verify(payload: $body, signature: $signature, secret: Body::SECRET));
            self::assertFalse($client->webhooks->verify($body, null, Body::SECRET));
            $payload = $client->webhooks->verifyAndParse(
                rawBody: $body,
                signature: $signature,
                secret: Body::SECRET,
            );
            self::assertSame(json_decode($body, true), $payload);
            self::assertNull($client->webhooks->verifyAndParse($body, null, Body::SECRET));
            self::assertNull($client->webhooks->verifyAndParse("$body ", $signature, Body::SECRET));
            self::assertNull($client->webhooks->verifyAndParse($body, $signature, ' '));
            self::assertNull($client->webhooks->verifyAndParse($body, $signature, 'another'));
            self::assertNotNull($client->webhooks->verifyAndParse($body, $signature, Body::SECRET));
        }
        self::assertEquals(new WebhooksResource(), (new Commet())->webhooks);
        foreach ([print_r($client, true), var_export($client, true)] as $shown) {
            self::assertStringNotContainsString(Body::SECRET, $shown);
        }
        self::assertSame('whev_1', (new Commet())->webhooks->receive($body, Body::headers($body), Body::SECRET)->id);
        self::assertSame(
            'whev_1',
            (new Commet())->webhooks->receive($body, Body::headers($body), ['new', Body::SECRET])->id,
        );
    }

    public function testValues(): void
    {
        $body = '{"event":"x","data":{"i":9223372036854775807,"m":-9223372036854775808,"u":18446744073709551615,'
            . '"f":0.1,"w":1.0,"e":1e3,"z":-0,"s":"\ud83d\ude00 \ud800","__proto__":1,"1":"one","":null,'
            . '"o":{},"a":[],"b":[true,false],"d":1,"d":2,"nul":"\u0000"}}';
        $data = (new Webhooks(Body::SECRET))->verifyAndParse($body, Body::sign($body))['data'];
        self::assertSame([
            'i' => PHP_INT_MAX,
            'm' => PHP_INT_MIN,
            'u' => 18446744073709551615.0,
            'f' => 0.1,
            'w' => 1.0,
            'e' => 1000.0,
            'z' => -0.0,
            's' => "😀 \u{fffd}",
            '__proto__' => 1,
            1 => 'one',
            '' => null,
            'o' => [],
            'a' => [],
            'b' => [true, false],
            'd' => 2,
            'nul' => "\0",
        ], $data);
        self::assertSame(-INF, fdiv(1, $data['z']));
    }

    public function testTextsNumbersAndListsOfAllLengths(): void
    {
        $webhooks = new Webhooks(Body::SECRET);
        foreach ([...range(0, 70), 99, 100, 101, 9_999, 10_000, 10_001] as $length) {
            foreach (['x', 'é', '😀', "\0", '"'] as $character) {
                $text = str_repeat($character, $length);
                $fields = [
                    "k$text" => $text,
                    'list' => array_fill(0, $length, $length % 3 === 0 ? null : [$length, -$length, true]),
                    'number' => 10 ** ($length % 19),
                    'last' => $text,
                ];
                $body = json_encode(['event' => 'x', 'data' => $fields], JSON_UNESCAPED_UNICODE);
                $payload = $webhooks->verifyAndParse($body, Body::sign($body));
                self::assertTrue($payload === json_decode($body, true), "$length of $character");
                $event = $webhooks->receive($body, Body::headers($body));
                self::assertTrue($event->data->raw === $payload['data'], "$length of $character in an event");
            }
        }
    }

    public function testExactObjects(): void
    {
        $object = JsonObject::parse('{"1":{},"a":[[]],"\u0000k":{"x":1.5}}');
        self::assertCount(3, $object);
        self::assertCount(0, $object->get('1'));
        self::assertSame([[]], $object->get('a'));
        self::assertSame(1.5, $object->get("\0k")->get('x'));
        self::assertNull($object->get('2'));
        foreach ($object as $key => $value) {
            self::assertIsString($key);
        }
        self::assertEquals($object, unserialize(serialize($object)));
        foreach (['', '[]', '{', "{\"\xff\":1}"] as $text) {
            self::assertNull(JsonObject::parse($text));
        }
    }

    public function testTextThatLooksSerializedStaysText(): void
    {
        $text = 'O:8:"stdClass":0:{}";i:1;a:1:{';
        $body = Body::canceled(['cancelReason' => $text, $text => [$text]]);
        $event = (new Webhooks(Body::SECRET))->receive($body, Body::headers($body));
        self::assertSame($text, $event->data->cancelReason);
        self::assertSame([$text], $event->data->raw[$text]);
        self::assertSame(json_decode($body, true), $event->raw);
    }

    public function testTextThatCWouldNotSeeToItsEnd(): void
    {
        $webhooks = new Webhooks(Body::SECRET);
        foreach (["a\0b", "\0", str_repeat('x', 1 << 20)] as $text) {
            $body = Body::canceled(['cancelReason' => $text, "k$text" => [$text]]);
            $event = $webhooks->receive($body, Body::headers($body));
            self::assertSame($text, $event->data->cancelReason);
            self::assertSame('subscription.canceled', $event->type);
            self::assertSame(json_decode($body, true), $event->raw);
            self::assertSame($event->raw, $webhooks->verifyAndParse($body, Body::sign($body)));
            self::assertSame([$text], $event->data->raw["k$text"]);
        }
    }

    /**
     * @dataProvider shapesOfHeaders
     */
    public function testHeadersOfAnyShape(callable $shape): void
    {
        $body = Body::canceled();
        $event = (new Webhooks(Body::SECRET))->receive($body, $shape(Body::sign($body)));
        self::assertSame('subscription.canceled', $event->type);
    }

    /**
     * @return iterable<string, array{callable(string): iterable}>
     */
    public function shapesOfHeaders(): iterable
    {
        $name = Provider::Commet->signatureHeader();
        yield 'getallheaders' => [static fn (string $value) => ['Host' => 'x', $name => $value]];
        yield 'upper case' => [static fn (string $value) => [strtoupper($name) => $value]];
        yield '$_SERVER' => [
            static fn (string $value) => ['HTTP_' . strtoupper(strtr($name, '-', '_')) => $value] + $_SERVER,
        ];
        yield 'Laravel and Symfony' => [static fn (string $value) => [strtolower($name) => [$value], 'x' => [null]]];
        yield 'PSR-7' => [
            static fn (string $value) => (new ServerRequest('POST', '/', [$name => $value]))->getHeaders(),
        ];
        yield 'generator' => [
            static function (string $value) use ($name): iterable {
                yield 'a' => 'b';
                yield $name => $value;
            },
        ];
    }

    public function testBodiesOfAnyKind(): void
    {
        $webhooks = new Webhooks(Body::SECRET);
        $body = Body::canceled();
        self::assertSame('whev_1', $webhooks->receive(Stream::create($body), Body::headers($body))->id);
        foreach ([false, null, ''] as $nothing) {
            self::assertSame('empty_body', self::refused(static fn () => $webhooks->receive($nothing, []))->errorCode);
        }
        $exception = self::refused(static fn () => $webhooks->receive(json_decode($body, true), Body::headers($body)));
        self::assertInstanceOf(ConfigurationException::class, $exception);
        self::assertSame('body_not_raw', $exception->errorCode);
        self::assertStringContainsString('Laravel: $request->getContent()', $exception->hint);
    }

    /**
     * @dataProvider faults
     *
     * @param class-string<WebhookException> $class
     */
    public function testFaults(string $class, ErrorCode $code, int $status, callable $call, array $details = []): void
    {
        $exception = self::refused($call);
        self::assertInstanceOf($class, $exception);
        self::assertSame($code->value, $exception->errorCode);
        self::assertSame($status, $exception->httpStatus);
        self::assertNotSame('', $exception->hint);
        self::assertStringNotContainsString(Body::SECRET, $exception->getMessage() . $exception->hint);
        foreach ($details as $name => $detail) {
            self::assertSame($detail, $exception->$name);
        }
    }

    /**
     * @return iterable<array{class-string<WebhookException>, ErrorCode, int, callable}>
     */
    public function faults(): iterable
    {
        $webhooks = new Webhooks(Body::SECRET);
        $body = Body::canceled();
        $headers = Body::headers($body);
        $name = Provider::Commet->signatureHeader();
        $signed = static fn (string $body) => static fn () => $webhooks->receive($body, Body::headers($body));
        $options = static fn (mixed ...$options) => static fn () => $webhooks->receive($body, $headers, ...$options);
        $now = static fn (string $time) => new DateTimeImmutable($time);
        $configuration = static fn (mixed ...$arguments) => static fn () => new Webhooks(...$arguments);

        yield [ConfigurationException::class, ErrorCode::EmptySecret, 500, $configuration()];
        yield [ConfigurationException::class, ErrorCode::EmptySecret, 500, $configuration(secret: false)];
        yield [ConfigurationException::class, ErrorCode::EmptySecret, 500, $configuration(secret: " \t")];
        yield [ConfigurationException::class, ErrorCode::EmptySecret, 500, $configuration(secrets: ['a', ''])];
        yield [
            NotAuthenticException::class,
            ErrorCode::MissingSignature,
            403,
            static fn () => $webhooks->receive($body, []),
        ];
        yield [
            NotAuthenticException::class,
            ErrorCode::MalformedSignature,
            403,
            static fn () => $webhooks->receive($body, [$name => [$headers[$name], $headers[$name]]]),
        ];
        yield [
            NotAuthenticException::class,
            ErrorCode::MalformedSignature,
            403,
            static fn () => $webhooks->receive($body, $headers + [strtolower($name) => $headers[$name]]),
        ];
        yield [
            NotAuthenticException::class,
            ErrorCode::MalformedSignature,
            403,
            static fn () => $webhooks->receive(
                $body,
                ['HTTP_' . strtoupper(strtr($name, '-', '_')) => $headers[$name]] + $headers,
            ),
        ];
        yield [
            NotAuthenticException::class,
            ErrorCode::SignatureMismatch,
            403,
            static fn () => $webhooks->receive($body, [$name => Body::sign($body, 'another')]),
        ];
        yield [TooLargeException::class, ErrorCode::BodyTooLarge, 413, $options(maxBodyBytes: 10)];
        yield [UnreadableException::class, ErrorCode::InvalidUtf8, 400, $signed("{\"\xff\":1}"), ['offset' => 2]];
        yield [UnreadableException::class, ErrorCode::InvalidJson, 400, $signed('{"a":nul}'), ['offset' => 5]];
        yield [UnreadableException::class, ErrorCode::NotAnObject, 400, $signed('[]')];
        yield [
            UnreadableException::class,
            ErrorCode::InvalidEnvelope,
            400,
            $signed('{"event":"x","data":[]}'),
            ['field' => 'data', 'offset' => null],
        ];
        yield [
            RefusedException::class,
            ErrorCode::EventHeaderMismatch,
            400,
            static fn () => $webhooks->receive($body, $headers + [Provider::Commet->eventHeader() => 'trial.started']),
        ];
        yield [RefusedException::class, ErrorCode::WrongMode, 400, $options(mode: 'sandbox')];
        yield [RefusedException::class, ErrorCode::WrongMode, 400, $options(mode: '')];
        yield [RefusedException::class, ErrorCode::TooOld, 400, $options(maxAge: 60, now: $now('2026-08-27T10:02Z'))];
        yield [
            RefusedException::class,
            ErrorCode::FromTheFuture,
            400,
            $options(maxAge: 60, now: $now('2026-08-27T09:59:00Z'), clockSkew: 30),
        ];
    }

    /**
     * Without a php.ini, as in PHP's images for Docker, traces have arguments.
     *
     * @requires PHP >= 8.2
     */
    public function testTracesHaveNothingOfTheRequest(): void
    {
        $body = Body::canceled(['customerId' => 'of-the-body']);
        $headers = ['X-Commet-Signature' => strrev(Body::sign($body)), 'Cookie' => 'of-the-headers'];
        $secrets = [Body::SECRET, 'of-the-body', 'of-the-headers', $headers['X-Commet-Signature'], substr($body, 0, 10)];
        $frames = static fn (Throwable $thrown): string => print_r(array_filter(
            $thrown->getTrace(),
            static fn (array $frame): bool => preg_match('/^Commet\\\\(?!Tests)/', $frame['class'] ?? '') === 1,
        ), true);
        $before = ini_set('zend.exception_ignore_args', '0');
        try {
            $said = $frames(self::refused(static fn () => (new Webhooks(Body::SECRET))->receive($body, $headers)))
                . $frames(self::refused(static fn () => (new Commet())->webhooks->receive($body, $headers, Body::SECRET)));
            (new Handler(Body::SECRET))
                ->onError(static function (Throwable $thrown) use (&$said, $frames): void {
                    $said .= $frames($thrown);
                })
                ->receive($body, $headers);
        } finally {
            ini_set('zend.exception_ignore_args', $before);
        }
        self::assertSame(6, substr_count($said, 'Commet\\Native'));
        self::assertStringContainsString(SensitiveParameterValue::class, $said);
        foreach ($secrets as $secret) {
            self::assertStringNotContainsString($secret, $said);
        }
    }

    public function testOptionsThatAreMet(): void
    {
        $body = Body::canceled();
        $event = (new Webhooks(secrets: ['new', Body::SECRET]))->receive(
            $body,
            Body::headers($body),
            mode: 'live',
            maxAge: 60,
            now: new DateTimeImmutable('2026-08-27T11:59:00+02:00'),
            clockSkew: 61,
            maxBodyBytes: strlen($body),
        );
        self::assertSame('live', $event->mode);
        $this->expectException(ValueError::class);
        (new Webhooks(Body::SECRET))->receive($body, Body::headers($body), maxAge: -1);
    }

    public function testALargeBodyGrowsTheBufferAndGivesItBack(): void
    {
        $webhooks = new Webhooks(Body::SECRET);
        $body = Body::commet('x', ['n' => range(1, 300_000), 'nested' => array_fill(0, 50_000, [[]])]);
        $used = memory_get_usage();
        self::assertSame(json_decode($body, true), $webhooks->verifyAndParse($body, Body::sign($body)));
        self::assertSame(json_decode($body, true), $webhooks->receive($body, Body::headers($body))->raw);
        self::assertCount(7, JsonObject::parse($body));
        self::assertLessThan($used + 100_000, memory_get_usage());
    }

    public function testPhpsOwnLimitOfDepthDoesNotCount(): void
    {
        $before = ini_set('unserialize_max_depth', '10');
        try {
            $body = Body::canceled(['deep' => json_decode(str_repeat('[', 100) . str_repeat(']', 100))]);
            $payload = json_decode($body, true);
            $webhooks = new Webhooks(Body::SECRET);
            self::assertSame($payload, $webhooks->verifyAndParse($body, Body::sign($body)));
            $event = $webhooks->receive($body, Body::headers($body));
            self::assertSame([$payload, $payload['data']], [$event->raw, $event->data->raw]);
        } finally {
            ini_set('unserialize_max_depth', $before);
        }
    }

    private static function refused(callable $call): WebhookException
    {
        try {
            $call();
        } catch (WebhookException $exception) {
            return $exception;
        }
        self::fail('nothing was thrown');
    }
}
