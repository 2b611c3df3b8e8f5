<?php

/**
 * Receives the webhooks of Commet and CREEM, here with PHP's own server:
 *
 *     composer require commet/commet-php
 *     COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… php -d ffi.enable=true -S localhost:8080 webhook.php
 */

declare(strict_types=1);

use Commet\Commet\PaymentFailed;
use Commet\Commet\SubscriptionActivated;
use Commet\Commet\SubscriptionCanceled;
use Commet\Creem\Subscription;
use Commet\CreemHandler;
use Commet\Event;
use Commet\Handler;

$vendor = __DIR__ . '/vendor/autoload.php';
// The other one is that of this repository.
require is_file($vendor) ? $vendor : __DIR__ . '/../../bindings-php/autoload.php';

/** What every handler needs: a log, and what the application remembers. */
final class Records
{
    private readonly string $directory;

    public function __construct()
    {
        $this->directory = getenv('HANDLED_EVENTS') ?: sys_get_temp_dir() . '/handled-events';
    }

    /**
     * Remembers an event; whether it has not come before. Providers deliver more than once.
     *
     * In an application this is a table with a unique column, changed in the transaction that does what the event
     * asks for. Here it is a directory for each event.
     */
    public function first(Event $event): bool
    {
        $place = "$this->directory/" . hash('sha256', $event->idempotencyKey());
        if (@mkdir($place, 0700, recursive: true)) {
            return true;
        }

        // Answered with 500 where neither is so, the provider sends the event again.
        return is_dir($place) ? false : throw new RuntimeException("cannot make $place");
    }

    public function setAccess(?string $customer, ?bool $granted): void
    {
        $this->log("$customer " . ($granted ? 'has' : 'has no') . ' access');
    }

    public function log(string $line): void
    {
        file_put_contents('php://stderr', "$line\n");
    }
}

$records = new Records();
$handle = static fn (Event $event) => match (true) {
    $event->data instanceof SubscriptionActivated, $event->data instanceof SubscriptionCanceled =>
        $records->setAccess($event->data->customerId, $event->grantsAccess),
    $event->data instanceof PaymentFailed =>
        $records->log("remind {$event->data->customerId}"),
    // The customer is an object, or just its id.
    $event->data instanceof Subscription =>
        $records->setAccess($event->data->customer->id ?? $event->data->customer, $event->grantsAccess),
    default => null,
};
$receive = static function (Event $event) use ($records, $handle): void {
    $what = "$event->type as {$event->idempotencyKey()}";
    if (!$records->first($event)) {
        $records->log("repeated $what");
    } elseif (!$event->typed) {
        // Newer than this program, perhaps. Its data is all there.
        $records->log("untyped $what: $event->untypedReason");
    } else {
        $handle($event);
        $records->log("handled $what");
    }
};

$handler = match (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
    '/webhooks/commet' => new Handler(secret: getenv('COMMET_WEBHOOK_SECRET')),
    '/webhooks/creem' => new CreemHandler(secret: getenv('CREEM_WEBHOOK_SECRET')),
    default => null,
};
if ($handler === null) {
    http_response_code(404);
    exit;
}
$handler
    ->onEvent($receive)
    ->onError(static fn (Throwable $error) => $records->log($error->getMessage()))
    ->serve();
