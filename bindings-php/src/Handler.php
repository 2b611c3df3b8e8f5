<?php

declare(strict_types=1);

namespace Commet;

/**
 * Receives the webhooks of Commet.
 *
 *     (new Handler(secret: getenv('COMMET_WEBHOOK_SECRET')))
 *         ->onSubscriptionActivated(fn (Event $event) => grant($event->data->customerId))
 *         ->serve();
 */
final class Handler extends WebhookHandler
{
    use Commet\Handlers;

    protected static function provider(): Provider
    {
        return Provider::Commet;
    }
}
