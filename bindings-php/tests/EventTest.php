<?php

declare(strict_types=1);

namespace Commet\Tests;

use Commet\Access;
use Commet\Commet\BooleanFeature;
use Commet\Commet\CustomerStateChanged;
use Commet\Commet\FeatureAccessFlat;
use Commet\Commet\PauseMode;
use Commet\Commet\SeatsFeature;
use Commet\Commet\SubscriptionCanceled;
use Commet\Commet\SubscriptionPauseScheduled;
use Commet\Commet\UsageFeature;
use Commet\Creem\Customer;
use Commet\Event;
use Commet\Provider;
use Commet\Record;
use Commet\UntypedData;
use Commet\Webhooks;
use DateTimeImmutable;
use Error;
use PHPUnit\Framework\TestCase;
use ReflectionClass;

final class EventTest extends TestCase
{
    public function testAnEvent(): void
    {
        $body = Body::canceled();
        $event = self::receive($body);
        self::assertSame(Provider::Commet, $event->provider);
        self::assertSame('subscription.canceled', $event->type);
        self::assertSame('whev_1', $event->id);
        self::assertSame('whev_1', $event->idempotencyKey());
        self::assertSame('2026-08-27T10:00:00.125+00:00', $event->time->format(DATE_RFC3339_EXTENDED));
        self::assertSame(['live', 'org_1', '2026-08-27'], [$event->mode, $event->organizationId, $event->apiVersion]);
        self::assertTrue($event->known && $event->typed);
        self::assertNull($event->untypedReason);
        self::assertSame(Access::Denied, $event->access);
        self::assertFalse($event->grantsAccess);
        self::assertInstanceOf(SubscriptionCanceled::class, $event->data);
        self::assertSame('user_1', $event->data->customerId);
        self::assertNull($event->data->cancelReason);
        self::assertSame($body, $event->body);
        self::assertSame(json_decode($body, true), $event->raw);
        self::assertSame($event->raw['data'], $event->data->raw);
        self::assertTrue(isset($event->time, $event->raw['data'], $event->data->customerId));
        self::assertFalse(isset($event->data->cancelReason) || isset($event->nothing));
    }

    public function testWhatAnEventDoesNotSay(): void
    {
        $body = '{"event":"invoice.new_kind","data":{"amount":5}}';
        $event = self::receive($body);
        self::assertFalse($event->known || $event->typed);
        self::assertNotNull($event->untypedReason);
        self::assertNull($event->id);
        self::assertNull($event->time);
        self::assertFalse(isset($event->time));
        self::assertNull($event->access ?? $event->grantsAccess);
        self::assertSame(hash('sha256', $body), $event->idempotencyKey());
        self::assertInstanceOf(UntypedData::class, $event->data);
        self::assertSame(5, $event->data->amount);
        self::assertNull($event->data->nothing);
    }

    public function testDataThatDoesNotFitIsReadAllTheSame(): void
    {
        $event = self::receive(Body::canceled(['subscriptionId' => 7, 'plan' => ['id' => 'pln_1']]));
        self::assertTrue($event->known);
        self::assertFalse($event->typed);
        self::assertStringContainsString('data.subscriptionId', $event->untypedReason);
        self::assertSame('user_1', $event->data->customerId);
        self::assertSame(['id' => 'pln_1'], $event->data->plan);
        self::assertSame(Access::Denied, $event->access);
    }

    public function testUnionsAndWhatIsLarge(): void
    {
        $event = self::receive(Body::large(100));
        self::assertInstanceOf(CustomerStateChanged::class, $event->data);
        self::assertCount(100, $event->data->features);
        self::assertContainsOnlyInstancesOf(SeatsFeature::class, $event->data->features);
        self::assertEquals(
            new DateTimeImmutable('2026-08-01T00:00:00Z'),
            $event->data->features[99]->usage->period->end,
        );
        self::assertSame('Team', $event->data->plan->name);
        self::assertSame([], $event->data->seats);
        self::assertNull($event->data->credits);
    }

    public function testVariantsOfOlderAndLaterVersions(): void
    {
        $flat = ['code' => 'a', 'name' => 'A', 'type' => 'boolean', 'allowed' => true];
        $new = ['type' => 'hologram'];
        $usage = static fn (mixed $consumption) => ['type' => 'usage', 'consumption' => $consumption] + $flat;
        $period = ['start' => '2026-07-01T00:00:00Z', 'end' => '2026-08-01T00:00:00Z'];
        $credits = static fn (mixed $each, array $period) => ['model' => 'credits', 'period' => $period,
            'unitsUsed' => 1, 'creditsPerUnit' => $each, 'creditsConsumed' => 1, 'availableUnits' => 1];
        $features = [
            $flat,
            ['enabled' => true] + $flat,
            $new + $flat,
            $new + ['x' => 1],
            $usage($credits(2.0, $period)),
            $usage(['model' => 'barter']),
            $usage(['model' => 7]),
            $usage($credits('two', $period)),
            $usage($credits(2, ['start' => 'soon'] + $period)),
            $usage($credits(2, [])),
            $usage('none'),
        ];
        $data = json_decode(Body::large(1), true)['data'];
        $event = self::receive(Body::commet('customer.state_changed', ['features' => $features] + $data));
        self::assertTrue($event->typed, (string) $event->untypedReason);
        self::assertSame(
            [FeatureAccessFlat::class, BooleanFeature::class, FeatureAccessFlat::class, UntypedData::class,
                UsageFeature::class, UsageFeature::class, ...array_fill(0, 5, FeatureAccessFlat::class)],
            array_map(get_class(...), $event->data->features),
        );
        self::assertSame(1, $event->data->features[3]->x);
        self::assertSame(2, $event->data->features[4]->consumption->creditsPerUnit);
        self::assertInstanceOf(UntypedData::class, $event->data->features[5]->consumption);
    }

    public function testValuesOfEnumsThatAreUnknownStayStrings(): void
    {
        $mode = static fn (string $mode) => new SubscriptionPauseScheduled(['mode' => $mode] + self::anyOf(
            SubscriptionPauseScheduled::class,
        ));
        self::assertSame(PauseMode::PeriodEnd, $mode('period_end')->mode);
        self::assertSame('next_moon', $mode('next_moon')->mode);
    }

    public function testExpandables(): void
    {
        $object = ['id' => 'sub_1', 'object' => 'subscription', 'status' => 'active', 'created_at' => 1788170400];
        $customer = ['id' => 'cust_1', 'email' => 'a@example.com', 'name' => 'A', 'country' => 'UY'];
        $receive = static fn (mixed $customer) => self::receive(
            Body::creem('subscription.active', ['customer' => $customer] + $object),
            Provider::Creem,
        );
        self::assertSame('cust_1', $receive('cust_1')->data->customer);
        $event = $receive($customer);
        self::assertTrue($event->typed, (string) $event->untypedReason);
        self::assertTrue($event->grantsAccess);
        // Before it is read for the first time.
        self::assertSame('cust_1', $event->data->customer->id ?? 'none');
        self::assertSame('none', $event->data->product->id ?? 'none');
        self::assertInstanceOf(Customer::class, $event->data->customer);
        self::assertSame('a@example.com', $event->data->customer->email);
        self::assertSame('2026-08-31T10:00:00.000Z', $event->data->created_at->format('Y-m-d\TH:i:s.v\Z'));
        self::assertSame('2026-08-31T10:00:00.123Z', $event->time->format('Y-m-d\TH:i:s.v\Z'));
    }

    /**
     * @dataProvider providers
     */
    public function testEveryFieldOfEveryEventCanBeRead(Provider $provider, string $suite): void
    {
        $file = json_decode(file_get_contents(__DIR__ . "/../../tests/vectors/$suite.json"), true, 4096);
        $types = [];
        foreach ($file['cases'] as $case) {
            $event = (new Webhooks($case['secret'], provider: $provider))->receive(
                $case['body'],
                [$provider->signatureHeader() => $case['signature']],
            );
            self::assertTrue($event->typed, $case['id']);
            self::assertSame($provider->dataClass($event->type), $event->data::class);
            self::readAll($event->data);
            $types[$event->type] = true;
        }
        self::assertSame([], array_diff_key($provider === Provider::Commet
            ? \Commet\Commet\Events::DATA
            : \Commet\Creem\Events::DATA, $types));
    }

    /**
     * @return list<array{Provider, string}>
     */
    public function providers(): array
    {
        return [[Provider::Commet, 'events-commet'], [Provider::Creem, 'events-creem']];
    }

    public function testEventsAreReadonly(): void
    {
        $event = self::receive(Body::canceled());
        $event->data;
        foreach (['type', 'data', 'time'] as $name) {
            try {
                $event->$name = null;
                self::fail("$name was changed");
            } catch (Error $error) {
                self::assertStringContainsString('readonly', $error->getMessage());
            }
        }
        $this->expectException(Error::class);
        $this->expectExceptionMessage('has no property $customer');
        $event->data->customer;
    }

    public function testEventsCanBeQueuedAndShown(): void
    {
        $event = self::receive(Body::large(30));
        // Nothing that another version of the package might read in another way.
        self::assertSame([$event->provider, $event->body], $event->__serialize());
        $copy = unserialize(serialize($event));
        self::assertInstanceOf(Event::class, $copy);
        self::assertSame($event->data::class, $copy->data::class);
        self::assertSame($event->raw, $copy->raw);
        self::assertEquals($event->time, $copy->time);
        $start = static fn (Event $event) => $event->data->features[0]->usage->period->start;
        self::assertEquals($start($event), $start($copy));
        $data = unserialize(serialize($event->data));
        self::assertSame($event->data->raw, $data->raw);
        self::assertSame(json_encode($event->raw['data']), json_encode($event->data));
        self::assertStringContainsString('customerId', print_r($event, true));
    }

    public function testEventsAreEncodedAlikeBeforeAndAfterTheyAreRead(): void
    {
        $body = Body::canceled();
        $event = self::receive($body);
        $expected = [
            'provider' => 'commet',
            'type' => 'subscription.canceled',
            'id' => 'whev_1',
            'time' => '2026-08-27T10:00:00.125Z',
            'mode' => 'live',
            'organizationId' => 'org_1',
            'apiVersion' => '2026-08-27',
            'access' => 'denied',
            'known' => true,
            'typed' => true,
            'untypedReason' => null,
            'data' => json_decode($body, true)['data'],
        ];
        self::assertSame($expected, json_decode(json_encode($event), true));
        self::assertSame($expected, json_decode(json_encode($event), true));
        $bare = json_decode(json_encode(self::receive('{"event":"x","data":{}}')), true);
        self::assertSame([null, null, null], [$bare['id'], $bare['time'], $bare['access']]);
    }

    private static function receive(string $body, Provider $provider = Provider::Commet): Event
    {
        return (new Webhooks(Body::SECRET, provider: $provider))->receive($body, Body::headers($body, $provider));
    }

    private static function readAll(Record $record): void
    {
        foreach ((new ReflectionClass($record))->getProperties() as $property) {
            if (!$property->isPublic()) {
                continue;
            }
            $value = $record->{$property->getName()};
            foreach (is_array($value) && $property->getName() !== 'raw' ? $value : [$value] as $inner) {
                if ($inner instanceof Record) {
                    self::assertNotInstanceOf(UntypedData::class, $inner);
                    self::readAll($inner);
                }
            }
        }
    }

    /**
     * Fields of which every one that is required is there.
     *
     * @return array<string, string>
     */
    private static function anyOf(string $class): array
    {
        $names = array_map(
            static fn ($property) => $property->getName(),
            (new ReflectionClass($class))->getProperties(),
        );

        return array_fill_keys($names, '2026-08-27');
    }
}
