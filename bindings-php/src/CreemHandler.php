<?php

declare(strict_types=1);

namespace Commet;

/**
 * Receives the webhooks of CREEM.
 *
 *     (new CreemHandler(secret: getenv('CREEM_WEBHOOK_SECRET')))
 *         ->onGrantAccess(fn (Event $event) => grant($event->data->customer))
 *         ->serve();
 */
final class CreemHandler extends WebhookHandler
{
    use Creem\Handlers;

    protected static function provider(): Provider
    {
        return Provider::Creem;
    }
}
