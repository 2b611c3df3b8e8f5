<?php

/**
 * Receives webhooks, with PHP's own server:
 *
 *     bindings-php/build.sh
 *     COMMET_WEBHOOK_SECRET=whsec_test php -d ffi.enable=true -S localhost:8000 examples/php/webhook.php
 */

declare(strict_types=1);

use Commet\Event;
use Commet\Handler;

// In an application: vendor/autoload.php.
require __DIR__ . '/../../bindings-php/autoload.php';

$log = static fn (string $line) => file_put_contents('php://stderr', "$line\n");

(new Handler(secret: getenv('COMMET_WEBHOOK_SECRET')))
    ->onSubscriptionActivated(static fn (Event $event) => $log("let in {$event->data->customerId}"))
    ->onSubscriptionCanceled(static fn (Event $event) => $log("goodbye {$event->data->customerId}"))
    ->onEvent(static fn (Event $event) => $log("received {$event->type} {$event->idempotencyKey()}"))
    ->onError(static fn (Throwable $error) => $log($error->getMessage()))
    ->serve();
