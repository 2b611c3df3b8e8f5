<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Answer;
use Commet\CreemHandler;
use Commet\Event;
use Commet\Handler;
use Commet\Provider;
use Commet\Psr15Handler;
use Commet\WebhookException;
use Commet\WebhookHandler;
use Nyholm\Psr7\Factory\Psr17Factory;
use Nyholm\Psr7\ServerRequest;
use PHPUnit\Framework\TestCase;
use RuntimeException;
use Throwable;

final class HandlerTest extends TestCase
{
    public function testEachEventReachesItsHandlers(): void
    {
        $called = [];
        $note = static function (string $name) use (&$called): callable {
            return static function (Event $event) use ($name, &$called): void {
                $called[] = "$name {$event->type}";
            };
        };
        $handler = (new Handler(Body::SECRET))
            ->onSubscriptionCanceled($note('own'))
            ->onSubscriptionActivated($note('other'))
            ->on('brand.new', $note('new'))
            ->onGrantAccess($note('grant'))
            ->onRevokeAccess($note('revoke'))
            ->onEvent($note('any'));
        $unknown = Body::commet('nobody.knows', []);
        foreach ([Body::canceled(), Body::commet('brand.new', []), $unknown] as $body) {
            $answer = $handler->receive($body, Body::headers($body));
            self::assertSame([200, '{"received":true}'], [$answer->status, $answer->body]);
        }
        self::assertSame([
            'own subscription.canceled',
            'revoke subscription.canceled',
            'any subscription.canceled',
            'new brand.new',
            'any brand.new',
            'any nobody.knows',
        ], $called);
    }

    public function testAccessOfCreem(): void
    {
        $called = [];
        $handler = (new CreemHandler(Body::SECRET))
            ->onGrantAccess(static function (Event $event) use (&$called): void {
                $called[] = "grant {$event->type}";
            })
            ->onRevokeAccess(static function (Event $event) use (&$called): void {
                $called[] = "revoke {$event->type}";
            })
            ->onSubscriptionPaid(static function (Event $event) use (&$called): void {
                $called[] = 'paid';
            });
        foreach (['subscription.paid', 'subscription.expired', 'refund.created'] as $type) {
            $body = Body::creem($type, []);
            $answer = $handler->receive($body, Body::headers($body, Provider::Creem));
            self::assertSame(200, $answer->status);
        }
        self::assertSame(['paid', 'grant subscription.paid', 'revoke subscription.expired'], $called);
    }

    public function testAnswers(): void
    {
        $body = Body::canceled();
        $small = new Handler(Body::SECRET, maxBodyBytes: 20);
        $handler = new Handler(Body::SECRET, mode: 'live');
        $sandbox = Body::canceled(envelope: ['mode' => 'sandbox']);
        foreach (
            [
                [403, 'signature_mismatch', $handler->receive("$body ", Body::headers($body))],
                [403, 'missing_signature', $handler->receive($body, [])],
                [400, 'not_an_object', $handler->receive('[]', Body::headers('[]'))],
                [400, 'wrong_mode', $handler->receive($sandbox, Body::headers($sandbox))],
                [413, 'body_too_large', $small->receive($body, Body::headers($body))],
                [500, 'body_not_raw', $handler->receive([], Body::headers($body))],
            ] as [$status, $code, $answer]
        ) {
            self::assertSame($status, $answer->status);
            self::assertSame(['received' => false, 'code' => $code], json_decode($answer->body, true));
        }
    }

    public function testWhatGoesWrongReachesTheErrorHandler(): void
    {
        $seen = [];
        $body = Body::canceled();
        $handler = (new Handler(Body::SECRET))
            ->onSubscriptionCanceled(static fn () => throw new RuntimeException('database is down'))
            ->onError(static function (Throwable $error, ?Event $event) use (&$seen): void {
                $seen[] = [$error::class, $event?->type];
                throw $error;
            });
        self::assertSame(500, $handler->receive($body, Body::headers($body))->status);
        self::assertSame(403, $handler->receive($body, [])->status);
        self::assertSame(RuntimeException::class, $seen[0][0]);
        self::assertSame('subscription.canceled', $seen[0][1]);
        self::assertTrue(is_a($seen[1][0], WebhookException::class, true));
        self::assertNull($seen[1][1]);
    }

    public function testAWebhookExceptionOfAHandlerIsTheHandlersFailure(): void
    {
        $body = Body::canceled();
        $inner = new Handler(Body::SECRET);
        $handler = (new Handler(Body::SECRET))->onEvent(
            static fn () => (new \Commet\Webhooks(Body::SECRET))->receive('x', []),
        );
        self::assertEquals(Answer::failed(), $handler->receive($body, Body::headers($body)));
        self::assertEquals(Answer::received(), $inner->receive($body, Body::headers($body)));
    }

    public function testPsr15(): void
    {
        $factory = new Psr17Factory();
        $handle = static function (string $body, array $headers, WebhookHandler $handler) use ($factory): array {
            $request = new ServerRequest('POST', '/webhooks', $headers, $body);
            // As a logger may leave it.
            $request->getBody()->getContents();
            $response = (new Psr15Handler($handler, $factory, $factory))->handle($request);

            $type = $response->getHeaderLine('Content-Type');

            return [$response->getStatusCode(), $type, (string) $response->getBody()];
        };
        $handler = new Handler(Body::SECRET);
        $body = Body::canceled();
        $answer = $handle($body, Body::headers($body), $handler);
        self::assertSame([200, 'application/json', '{"received":true}'], $answer);
        self::assertSame(403, $handle($body, [], $handler)[0]);
        $small = new Handler(Body::SECRET, maxBodyBytes: strlen($body) - 1);
        self::assertSame(413, $handle($body, Body::headers($body), $small)[0]);
        $unlimited = new Handler(Body::SECRET, maxBodyBytes: PHP_INT_MAX);
        $long = Body::canceled(['cancelReason' => str_repeat('x', 1 << 20)]);
        self::assertSame(200, $handle($long, Body::headers($long), $unlimited)[0]);
    }
}
