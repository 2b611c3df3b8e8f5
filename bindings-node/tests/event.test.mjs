import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { ReceivedEvent, Webhooks } from '@commet/node';
import { body, headers, hmac, large, secret } from './support.mjs';

const webhooks = new Webhooks({ secret });
const receive = (text, form = String) => webhooks.receive(form(text), headers(text));

describe('an event', () => {
  it('says what stands around its data', () => {
    const event = receive(body({}, { id: 'whev_1' }));
    assert.ok(event instanceof ReceivedEvent);
    const { time, ...rest } = event.toJSON();
    assert.deepEqual(time, new Date('2026-03-25T14:30:00.000Z'));
    assert.deepEqual(rest, {
      provider: 'commet',
      type: 'subscription.activated',
      id: 'whev_1',
      mode: 'live',
      organizationId: 'org_1',
      apiVersion: '2026-08-27',
      access: 'granted',
      known: true,
      typed: event.typed,
      untypedReason: event.untypedReason,
      data: { subscriptionId: 'sub_1', customerId: 'user_1', status: 'active' },
    });
    assert.equal(event.grantsAccess, true);
    assert.equal(event.idempotencyKey, 'whev_1');
  });

  it('is an ordinary object by toJSON, to be cloned and compared', () => {
    for (const more of [{}, { large: large(1, 40) }]) {
      const [one, same, other] = [more, more, { ...more, customerId: 'user_2' }].map((data) => receive(body(data)).toJSON());
      assert.deepStrictEqual(structuredClone(one), { ...same });
      assert.notDeepEqual(one, other);
    }
  });

  it('without an id is known by its body', () => {
    for (const id of [undefined, '', ' \t\r\n\f', 7]) {
      const text = body({ name: 'é' }, { id });
      for (const form of [String, Buffer.from]) {
        assert.equal(receive(text, form).idempotencyKey, createHash('sha256').update(text).digest('hex'));
      }
    }
  });

  it('that nobody knows, or that fits no type, is still there', () => {
    const unknown = receive('{"event":"news.from_tomorrow","data":{"é":1}}');
    assert.deepEqual([unknown.type, unknown.known, unknown.typed, unknown.time, unknown.access, unknown.grantsAccess], ['news.from_tomorrow', false, false, null, null, null]);
    assert.match(unknown.untypedReason, /catalog/);
    const unfit = receive(body({ subscriptionId: 7 }));
    assert.deepEqual([unfit.known, unfit.typed, unfit.data.subscriptionId], [true, false, 7]);
    assert.match(unfit.untypedReason, /^data\.subscriptionId: /);
  });

  it('can be read after others have come', async () => {
    for (const form of [String, Buffer.from]) {
      for (const name of ['ascii', 'é株😀', 'esc\t"']) {
        const texts = [0, 1, 2].map((number) => body({ name, number, large: large(number, 4) }));
        const events = texts.map((text) => receive(text, form));
        await Promise.resolve();
        for (const [number, event] of events.entries()) {
          assert.equal(event.data.number, number);
          assert.equal(event.data.name, name);
          assert.deepEqual(event.raw, JSON.parse(texts[number]));
          assert.equal(event.rawBody.toString(), texts[number]);
        }
      }
    }
  });

  it('does not change with the bytes that it was made of', () => {
    const text = body({ list: Array.from({ length: 1000 }, (_, index) => `item ${index}`) });
    const bytes = Buffer.from(text);
    const event = webhooks.receive(bytes, headers(text));
    bytes.fill(0);
    assert.deepEqual(event.data, JSON.parse(text).data);
    assert.equal(event.rawBody.toString(), text);
  });

  it('has one object for its data', () => {
    const first = receive(large(1, 1));
    assert.equal(first.data, first.data);
    assert.equal(first.raw.data, first.data);
    const second = receive(large(1, 1));
    assert.equal(second.raw.data, second.data);
    first.data.field = 'changed';
    assert.equal(first.raw.data.field, 'changed');
  });
});

describe('large data', () => {
  const text = large(1, 64);
  const expected = JSON.parse(text).data;
  const fresh = () => {
    const event = receive(text);
    assert.equal(event.data.field, 'field_0001');
    // So that what is read later is read from the body anew.
    receive(body());
    return event.data;
  };

  it('is like small data for whoever reads, copies, compares or writes it', () => {
    assert.deepEqual(Object.keys(fresh()), Object.keys(expected));
    assert.deepEqual(fresh().list, expected.list);
    assert.deepEqual({ ...fresh() }, expected);
    assert.deepEqual(structuredClone(fresh()), expected);
    assert.equal(JSON.stringify(fresh()), JSON.stringify(expected));
    assert.deepEqual(Object.fromEntries(Object.entries(fresh())), expected);
    const once = fresh();
    assert.equal(once.list, once.list);
    const written = fresh();
    written.list = 'mine';
    assert.deepEqual(Object.getOwnPropertyDescriptor(written, 'list'), { value: 'mine', writable: true, enumerable: true, configurable: true });
    assert.ok('list' in fresh() && delete fresh().list);
  });

  it('is there in objects that are frozen, wrapped or inherited from', () => {
    for (const fix of [Object.freeze, Object.seal, Object.preventExtensions]) {
      const data = fix(fresh());
      assert.deepEqual(data.list, expected.list);
      assert.equal(data.list, data.list);
    }
    assert.deepEqual(new Proxy(fresh(), {}).list, expected.list);
    const data = fresh();
    const child = Object.create(data);
    assert.deepEqual(child.list, expected.list);
    assert.equal(child.list, data.list);
    child.list = 'mine';
    assert.deepEqual(data.list, expected.list);
    const deepFreeze = (value) => {
      for (const key of Reflect.ownKeys(value)) if (typeof value[key] === 'object' && value[key] !== null) deepFreeze(value[key]);
      return Object.freeze(value);
    };
    assert.deepEqual(deepFreeze(fresh()).list, expected.list);
  });

  it('is shown whole', () => {
    assert.doesNotMatch(inspect(fresh()), /Getter/);
    assert.doesNotMatch(inspect(receive(text)), /Getter/);
    assert.match(inspect(receive(text)), /^ReceivedEvent \{\n  provider: 'commet',\n  type: 'subscription.activated',/);
    assert.match(inspect([receive(body())]), /ReceivedEvent/);
    assert.equal(JSON.parse(JSON.stringify(receive(text))).data.list.length, expected.list.length);
  });
});

it('a signature that is right once stays right, whatever is called in between', () => {
  const text = body({ list: Array.from({ length: 500 }, (_, index) => index) });
  const event = webhooks.receive(Buffer.from(text), headers(text), { secret: 'whsec_test' });
  for (let number = 0; number < 20; number += 1) webhooks.verify({ payload: 'x', signature: hmac('x'), secret: `whsec_${number}` });
  assert.equal(event.data.list[499], 499);
});
