<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Commet;
use Commet\Creem;
use Commet\Event;
use Commet\JsonObject;
use Commet\Provider;
use Commet\WebhookException;
use Commet\Webhooks;
use DateTimeImmutable;
use LogicException;

/**
 * Answers to the cases of the conformance protocol, through the calls that users have.
 */
final class Conformance
{
    /**
     * @param array<string, mixed> $case
     *
     * @return array<string, mixed>
     */
    public static function answer(array $case): array
    {
        $body = base64_decode($case['body'], true);
        [$provider, $client] = match ($case['provider']) {
            'commet' => [Provider::Commet, new Commet()],
            'creem' => [Provider::Creem, new Creem()],
        };
        $payload = $client->webhooks->verifyAndParse($body, $case['signature'], $case['secret']);

        return [
            'id' => $case['id'],
            'verify' => $client->webhooks->verify($body, $case['signature'], $case['secret']),
            'parse' => $payload === null ? null : self::value(self::exact(JsonObject::parse($body), $payload)),
            'receive' => self::receive($provider, $body, $case),
        ];
    }

    /** A value as the protocol writes it. */
    private static function value(mixed $value): mixed
    {
        if ($value instanceof JsonObject) {
            $entries = [];
            foreach ($value as $key => $entry) {
                $entries[] = [$key, self::value($entry)];
            }
            usort($entries, static fn (array $left, array $right) => strcmp($left[0], $right[0]));

            return ['o' => $entries];
        }

        return match (true) {
            is_array($value) => array_map(self::value(...), $value),
            is_int($value), is_float($value) => ['n' => bin2hex(pack('E', (float) $value))],
            default => $value,
        };
    }

    /** What an exact value is as arrays. */
    public static function arrays(mixed $value): mixed
    {
        return match (true) {
            $value instanceof JsonObject => array_map(self::arrays(...), iterator_to_array($value)),
            is_array($value) => array_map(self::arrays(...), $value),
            default => $value,
        };
    }

    /** The exact form of an array that the package gave; they have to say the same. */
    private static function exact(mixed $exact, array $array): JsonObject
    {
        if (!$exact instanceof JsonObject || self::arrays($exact) !== $array) {
            throw new LogicException('the array and the object differ');
        }

        return $exact;
    }

    private static function received(Event $event): array
    {
        $exact = self::exact(JsonObject::parse($event->body), $event->raw);

        return [
            'ok' => true,
            'type' => $event->type,
            'known' => $event->known,
            'typed' => $event->typed,
            'event_id' => $event->id,
            'idempotency_key' => $event->idempotencyKey(),
            'time' => $event->time?->format('Y-m-d\TH:i:s.v\Z'),
            'mode' => $event->mode,
            'api_version' => $event->apiVersion,
            'grants_access' => $event->grantsAccess,
            'data' => self::value(self::exact($exact->get($event->provider->dataKey()), $event->data->raw)),
        ];
    }

    private static function receive(Provider $provider, string $body, array $case): array
    {
        $options = $case['options'] ?? [];
        $headers = $case['headers'] ?? [$provider->signatureHeader() => $case['signature']];
        try {
            $webhooks = new Webhooks(secrets: $options['secrets'] ?? [$case['secret']], provider: $provider);

            return self::received($webhooks->receive(
                $body,
                $headers,
                mode: $options['mode'] ?? null,
                maxAge: $options['max_age_seconds'] ?? null,
                now: isset($options['now']) ? new DateTimeImmutable($options['now']) : null,
                maxBodyBytes: $options['max_body_bytes'] ?? null,
            ));
        } catch (WebhookException $exception) {
            return ['ok' => false, 'code' => $exception->errorCode];
        }
    }
}
