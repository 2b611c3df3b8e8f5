<?php

declare(strict_types=1);

namespace Commet;

use Commet\Resources\WebhooksResource;
use SensitiveParameter;

/**
 * The client of Commet's documentation; this package has its webhooks.
 *
 *     $commet = new Commet(apiKey: getenv('COMMET_API_KEY'));
 *     $payload = $commet->webhooks->verifyAndParse($rawBody, $signature, $secret);
 */
final class Commet
{
    public readonly WebhooksResource $webhooks;

    /**
     * @param string|false|null $apiKey accepted as the documentation has it; webhooks need none
     */
    public function __construct(#[SensitiveParameter] string|false|null $apiKey = null)
    {
        $this->webhooks = new WebhooksResource(Provider::Commet);
    }
}
