<?php

declare(strict_types=1);

namespace Commet;

use DateTimeInterface;
use SensitiveParameter;
use Stringable;

use function is_string;

/**
 * Verifies and parses the webhooks of one endpoint, with its secret prepared once.
 *
 *     $webhooks = new Webhooks(secret: getenv('COMMET_WEBHOOK_SECRET'));
 *     $event = $webhooks->receive(file_get_contents('php://input'), $_SERVER);
 */
final class Webhooks
{
    private readonly Native $native;
    private readonly Headers $headers;

    /**
     * @param string|false|null $secret as the provider shows it, prefix included; `getenv` may give it
     * @param list<string> $secrets more of them, any of which may have signed: during a rotation
     *
     * @throws ConfigurationException when there is no secret, or one is empty or blank
     */
    public function __construct(
        #[SensitiveParameter] string|false|null $secret = null,
        #[SensitiveParameter] array $secrets = [],
        public readonly Provider $provider = Provider::Commet,
    ) {
        if ($secret !== null) {
            array_unshift($secrets, (string) $secret);
        }
        $this->native = new Native($provider, $secrets);
        $this->headers = new Headers($provider);
    }

    /**
     * The payload as an array, if the signature is right and the body a JSON object; otherwise null.
     *
     * Objects become arrays by key, in the order of the body. PHP turns keys such as `"1"` into
     * integers; an empty object and an empty array look the same. Integers of 64 bits stay exact,
     * other numbers are floats.
     *
     * @return array<string, mixed>|null
     */
    public function verifyAndParse(
        #[SensitiveParameter] string $rawBody,
        #[SensitiveParameter] ?string $signature,
    ): ?array {
        return $this->native->verifyAndParse($rawBody, $signature ?? '');
    }

    /**
     * Whether the signature is that of the body with one of the secrets. Never throws.
     */
    public function verify(
        #[SensitiveParameter] string $payload,
        #[SensitiveParameter] ?string $signature,
    ): bool {
        return $this->native->verify($payload, $signature ?? '');
    }

    /**
     * Verifies a request and gives its event, or says exactly what is wrong with it.
     *
     * @param mixed $rawBody the body as it came: a string, or a PSR-7 stream
     * @param iterable<string, mixed> $headers all headers, names in any case: `getallheaders()`, `$_SERVER`,
     *        `$request->headers->all()`, `$request->getHeaders()`
     * @param string|null $mode accept only events of this mode, such as `live`
     * @param int|null $maxAge accept only events whose signed time is at most so many seconds ago
     * @param DateTimeInterface|null $now the time to measure the age by, if not that of the clock
     * @param int|null $clockSkew how many seconds an event may be ahead, where an age is given
     * @param int|null $maxBodyBytes accept only bodies of at most this size
     *
     * @throws WebhookException
     */
    public function receive(
        #[SensitiveParameter] mixed $rawBody,
        #[SensitiveParameter] iterable $headers,
        ?string $mode = null,
        ?int $maxAge = null,
        ?DateTimeInterface $now = null,
        ?int $clockSkew = null,
        ?int $maxBodyBytes = null,
    ): Event {
        $body = is_string($rawBody) ? $rawBody : match (true) {
            $rawBody instanceof Stringable => (string) $rawBody,
            // What `file_get_contents` gives where there is nothing to read.
            $rawBody === null, $rawBody === false => '',
            default => throw Native::exception(ErrorCode::BodyNotRaw),
        };
        [$signature, $event] = $this->headers->find($headers);
        $options = ($mode ?? $maxAge ?? $now ?? $clockSkew ?? $maxBodyBytes) === null
            ? null
            : Native::options($mode, $maxAge, $now, $clockSkew, $maxBodyBytes);

        $message = $this->native->receive($body, $signature, $event, $options);

        return Event::of($this->provider, $body, $message);
    }
}
