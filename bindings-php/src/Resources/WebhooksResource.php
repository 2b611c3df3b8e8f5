<?php

declare(strict_types=1);

namespace Commet\Resources;

use Closure;
use Commet\ConfigurationException;
use Commet\Event;
use Commet\Native;
use Commet\Provider;
use Commet\WebhookException;
use Commet\Webhooks;
use DateTimeInterface;
use SensitiveParameter;

/**
 * The webhooks of one provider, with the secret given at each call.
 *
 * Where there is but one endpoint, `Commet\Webhooks` is the shorter way.
 */
final class WebhooksResource
{
    private ?Webhooks $webhooks = null;

    /** @var (Closure(): string)|null the secret, which `var_export` and a cast to an array show otherwise */
    private ?Closure $secret = null;

    public function __construct(private readonly Provider $provider = Provider::Commet)
    {
    }

    /**
     * The payload as an array, if the signature is right and the body a JSON object; otherwise null.
     *
     * It accepts any signed object. Use `receive` to learn what was wrong, and for typed events.
     *
     * @param string $rawBody the body as it came, before anything parsed it
     * @param string|null $signature the value of the provider's signature header
     *
     * @return array<string, mixed>|null
     */
    public function verifyAndParse(
        #[SensitiveParameter] string $rawBody,
        #[SensitiveParameter] ?string $signature,
        #[SensitiveParameter] string $secret,
    ): ?array {
        return $this->prepared($secret)?->verifyAndParse($rawBody, $signature);
    }

    /**
     * Whether the signature is that of the body with this secret.
     */
    public function verify(
        #[SensitiveParameter] string $payload,
        #[SensitiveParameter] ?string $signature,
        #[SensitiveParameter] string $secret,
    ): bool {
        return $this->prepared($secret)?->verify($payload, $signature) ?? false;
    }

    /**
     * The signature of a payload, for tests: 64 lower-case hex digits.
     *
     * @throws ConfigurationException when the secret is empty or blank
     */
    public function sign(
        #[SensitiveParameter] string $payload,
        #[SensitiveParameter] string $secret,
    ): string {
        return Native::sign($payload, $secret);
    }

    /**
     * Verifies a request and gives its event: see `Webhooks::receive`.
     *
     * @param string|list<string>|false|null $secret one, or several during a rotation
     *
     * @throws WebhookException
     */
    public function receive(
        #[SensitiveParameter] mixed $rawBody,
        #[SensitiveParameter] iterable $headers,
        #[SensitiveParameter] string|array|false|null $secret,
        ?string $mode = null,
        ?int $maxAge = null,
        ?DateTimeInterface $now = null,
        ?int $clockSkew = null,
        ?int $maxBodyBytes = null,
    ): Event {
        $webhooks = is_array($secret)
            ? new Webhooks(secrets: $secret, provider: $this->provider)
            : $this->prepared($secret) ?? new Webhooks($secret, provider: $this->provider);

        return $webhooks->receive($rawBody, $headers, $mode, $maxAge, $now, $clockSkew, $maxBodyBytes);
    }

    /**
     * Without the secret.
     *
     * @return array<string, mixed>
     */
    public function __debugInfo(): array
    {
        return ['provider' => $this->provider];
    }

    /**
     * A verifier for the secret, most likely the one of the last call; null for a blank secret.
     */
    private function prepared(#[SensitiveParameter] string|false|null $secret): ?Webhooks
    {
        if ($this->webhooks === null || $secret !== ($this->secret)()) {
            try {
                $this->webhooks = new Webhooks($secret, provider: $this->provider);
                $this->secret = static fn (): string => (string) $secret;
            } catch (ConfigurationException) {
                return null;
            }
        }

        return $this->webhooks;
    }
}
