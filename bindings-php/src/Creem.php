<?php

declare(strict_types=1);

namespace Commet;

use Commet\Resources\WebhooksResource;
use SensitiveParameter;

/**
 * The same as `Commet`, for CREEM.
 *
 *     $creem = new Creem(apiKey: getenv('CREEM_API_KEY'));
 *     $payload = $creem->webhooks->verifyAndParse($rawBody, $signature, $secret);
 */
final class Creem
{
    public readonly WebhooksResource $webhooks;

    /**
     * @param string|false|null $apiKey webhooks need none
     */
    public function __construct(#[SensitiveParameter] string|false|null $apiKey = null)
    {
        $this->webhooks = new WebhooksResource(Provider::Creem);
    }
}
