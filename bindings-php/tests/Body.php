<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Provider;

/**
 * Bodies and headers as tests need them.
 */
final class Body
{
    public const SECRET = 'whsec_test';

    /** An event whose data fits its type. */
    public static function canceled(array $data = [], array $envelope = []): string
    {
        return self::commet('subscription.canceled', $data + [
            'subscriptionId' => 'sub_1',
            'customerId' => 'user_1',
            'status' => 'canceled',
            'cancelReason' => null,
        ], $envelope);
    }

    public static function commet(string $event, array $data, array $envelope = []): string
    {
        return json_encode($envelope + [
            'id' => 'whev_1',
            'event' => $event,
            'timestamp' => '2026-08-27T10:00:00.125Z',
            'organizationId' => 'org_1',
            'mode' => 'live',
            'apiVersion' => '2026-08-27',
            'data' => (object) $data,
        ], JSON_THROW_ON_ERROR);
    }

    public static function creem(string $event, array $object): string
    {
        return json_encode([
            'id' => 'evt_1',
            'eventType' => $event,
            'created_at' => 1788170400123,
            'object' => (object) $object,
        ], JSON_THROW_ON_ERROR);
    }

    /** A body of about so many features, as large as is wanted. */
    public static function large(int $features, int $number = 0): string
    {
        $usage = [
            'period' => ['start' => '2026-07-01T00:00:00.000Z', 'end' => '2026-08-01T00:00:00.000Z'],
            'unitsUsed' => 3,
            'includedUnits' => 5,
            'remainingUnits' => 2,
            'unlimited' => false,
            'overage' => ['enabled' => false, 'units' => 0],
        ];
        $feature = static fn (int $index): array => [
            'code' => "editors_$index",
            'name' => 'Café Zoë 株式会社',
            'unitName' => 'seat',
            'type' => 'seats',
            'allowed' => true,
            'usage' => $usage,
        ];

        return self::commet('customer.state_changed', [
            'customerId' => "user_$number",
            'trigger' => 'subscription_activated',
            'status' => 'active',
            'subscriptionId' => 'sub_1',
            'plan' => ['id' => 'pln_1', 'name' => 'Team'],
            'billingInterval' => 'monthly',
            'consumptionModel' => 'metered',
            'features' => array_map($feature, range(1, $features)),
            'seats' => [],
            'credits' => null,
            'balance' => null,
        ]);
    }

    public static function sign(string $body, string $secret = self::SECRET): string
    {
        return hash_hmac('sha256', $body, $secret);
    }

    /**
     * @return array<string, string>
     */
    public static function headers(string $body, Provider $provider = Provider::Commet): array
    {
        return [$provider->signatureHeader() => self::sign($body)];
    }
}
