// What every receiver must do, whatever carries it: put to each over real HTTP.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, test } from 'node:test';
import { post, sign, signed } from './client.mjs';

const LIMIT = 1 << 20;

const vectors = (provider) =>
  JSON.parse(readFileSync(`${process.env.REPOSITORY}/tests/vectors/events-${provider}.json`, 'utf8')).cases;
const catalog = (provider) => JSON.parse(readFileSync(`${process.env.REPOSITORY}/catalog/${provider}.json`, 'utf8'));

const OK = [200, { received: true }];
const refused = (status, code) => [status, { received: false, code }];

const activated = (more = {}) =>
  JSON.stringify({
    id: 'evt_1',
    event: 'subscription.activated',
    timestamp: '2026-09-14T08:30:00.000Z',
    organizationId: 'org_1',
    mode: 'live',
    data: { subscriptionId: 'sub_1', customerId: 'user_1', status: 'active', name: 'Zoë 株式会社 🧾', ...more },
  });

/** A payload of exactly so many bytes. */
function sized(bytes) {
  const rest = bytes - Buffer.byteLength(activated({ filler: '' }));
  return activated({ filler: 'x'.repeat(rest) });
}

/**
 * Declares the tests of Commet's webhooks.
 *
 * `receiver()` gives `url`, where they are received with all handlers of `servers/handlers.ts`, and `calls()`,
 * which gives what these recorded and forgets it. `inWords(status)` is what stands beside the code of a refusal.
 */
export function commetContract(receiver, { typeless = true, inWords = () => undefined } = {}) {
  const answered = async (body, headers, options, attempts = 5) => {
    try {
      return await post(receiver().url, body, headers, options);
    } catch (error) {
      // A server that closes a connection on which more is coming may cut off its own answer: TCP drops what has
      // not been read yet.
      if (attempts === 1 || !['EPIPE', 'ECONNRESET'].includes(error.code)) throw error;
      await receiver().calls();
      return answered(body, headers, options, attempts - 1);
    }
  };
  const check = async (body, headers, [status, answer], options) => {
    const response = await answered(body, headers, options);
    const said = answer.received ? answer : { ...answer, error: inWords(status) };
    assert.deepEqual([response.status, response.body], [status, JSON.stringify(said)]);
    assert.match(response.type, /^application\/json\b/);
    return receiver().calls();
  };
  // A test that fails must not leave its calls to the next.
  beforeEach(() => receiver().calls());
  const names = (calls) => calls.map(({ handler }) => handler);

  test('a signed event reaches its handler, then the catch-all', async () => {
    const body = activated();
    const calls = await check(body, signed(body), OK);
    assert.deepEqual(names(calls), ['onSubscriptionActivated', 'onPayload']);
    for (const { payload, key } of calls) {
      assert.deepEqual(payload, JSON.parse(body));
      assert.equal(key, 'evt_1');
    }
  });

  test('each event of the catalog reaches the handler that the catalog names', async () => {
    const { events } = catalog('commet');
    const cases = vectors('commet').filter(({ flags }) => flags.includes('Unicode'));
    assert.equal(cases.length, Object.keys(events).length);
    for (const { body } of cases) {
      const payload = JSON.parse(body);
      const calls = await check(body, { ...signed(body), 'x-commet-event': payload.event }, OK);
      assert.deepEqual(names(calls), [events[payload.event].handler, 'onPayload']);
      assert.deepEqual(calls[0].payload, payload);
    }
  });

  test('an unknown event is answered with 200 and reaches the catch-all alone', async () => {
    const body = JSON.stringify({ event: 'weather.changed', data: { to: 'rain' } });
    const calls = await check(body, signed(body), OK);
    assert.deepEqual(names(calls), ['onPayload']);
    assert.deepEqual(calls[0].payload, JSON.parse(body));
  });

  test('a delivery that comes again has the same key', async () => {
    const body = JSON.stringify({ event: 'seats.updated', data: {} });
    const first = await check(body, signed(body), OK);
    const second = await check(body, signed(body), OK);
    assert.deepEqual(first, second);
    assert.match(first[0].key, /^[0-9a-f]{64}$/);
  });

  test('bytes are taken as they come: in any pieces, with any declared type', async () => {
    const bytes = Buffer.from(activated());
    const pieces = Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
    for (const chunked of [false, true]) {
      assert.deepEqual(names(await check(pieces, signed(bytes), OK, { chunked })), ['onSubscriptionActivated', 'onPayload']);
    }
    for (const type of ['application/json; charset=iso-8859-1', 'text/plain', 'application/x-www-form-urlencoded', undefined]) {
      if (type === undefined && !typeless) continue;
      const { 'content-type': _, ...headers } = signed(bytes);
      const calls = await check(bytes, type === undefined ? headers : { ...headers, 'content-type': type }, OK);
      assert.equal(calls[0].payload.data.name, 'Zoë 株式会社 🧾');
    }
  });

  test('what is not authentic is answered with 403', async () => {
    const body = activated();
    const respaced = JSON.stringify(JSON.parse(body), null, 1);
    for (const [sent, headers, code] of [
      [body, { ...signed(body), 'x-commet-signature': sign(body, 'another secret') }, 'signature_mismatch'],
      [respaced, signed(body), 'signature_mismatch'],
      [`${body}\n`, signed(body), 'signature_mismatch'],
      [body, { 'content-type': 'application/json' }, 'missing_signature'],
      [body, { ...signed(body), 'x-commet-signature': 'é'.repeat(64) }, 'malformed_signature'],
      [body, { ...signed(body), 'x-commet-signature': [sign(body), sign(body)] }, 'malformed_signature'],
      ['', signed(''), 'empty_body'],
    ]) {
      assert.deepEqual(await check(sent, headers, refused(403, code)), [{ handler: 'onError', error: code }]);
    }
  });

  test('what is authentic and cannot be read is answered with 400', async () => {
    const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(activated())]);
    for (const [body, code] of [
      ['event=subscription.activated', 'invalid_json'],
      [bom, 'invalid_json'],
      [Buffer.from('{"event":"a.b","data":{"name":"\xff"}}', 'latin1'), 'invalid_utf8'],
      ['[]', 'not_an_object'],
      ['{"event":42,"data":{}}', 'invalid_envelope'],
    ]) {
      assert.deepEqual(await check(body, signed(body), refused(400, code)), [{ handler: 'onError', error: code }]);
    }
    const body = activated();
    const headers = { ...signed(body), 'x-commet-event': 'subscription.canceled' };
    assert.deepEqual(await check(body, headers, refused(400, 'event_header_mismatch')), [
      { handler: 'onError', error: 'event_header_mismatch' },
    ]);
  });

  test('a body may have 1 MiB, and with one byte more is answered with 413', async () => {
    const most = sized(LIMIT);
    assert.equal(Buffer.byteLength(most), LIMIT);
    const tooLarge = [{ handler: 'onError', error: 'body_too_large' }];
    for (const chunked of [false, true]) {
      assert.equal((await check(most, signed(most), OK, { chunked })).length, 2);
      for (const body of [sized(LIMIT + 1), sized(5 * LIMIT)]) {
        assert.deepEqual(await check(body, signed(body), refused(413, 'body_too_large'), { chunked }), tooLarge);
      }
    }
    // Nor is the end waited for.
    const chunk = Buffer.alloc(1 << 16, ' ');
    const endless = Array(100_000).fill(chunk);
    assert.deepEqual(await check(endless, signed(''), refused(413, 'body_too_large'), { chunked: true }), tooLarge);
  });

  test('a handler that fails is answered with 500, so that the event comes again', async () => {
    const body = activated({ name: 'fails' });
    const calls = await check(body, signed(body), [500, { received: false }]);
    assert.deepEqual(calls, [{ handler: 'onError', error: 'the handler fails' }]);
  });
}

/** Declares the tests of CREEM's webhooks, as `commetContract`; `check` judges the calls for a payload. */
export function creemContract(receiver, checkCalls) {
  test('each event of CREEM reaches the handler that the catalog names', async () => {
    const { events } = catalog('creem');
    const seen = new Set();
    for (const { body } of vectors('creem')) {
      const payload = JSON.parse(body);
      const { url, calls } = receiver();
      const response = await post(url, body, signed(body, 'creem'));
      assert.deepEqual([response.status, response.body], [200, '{"received":true}']);
      checkCalls(await calls(), payload, events[payload.eventType]);
      seen.add(payload.eventType);
    }
    assert.deepEqual([...seen].sort(), Object.keys(events).sort());
  });

  test('CREEM: forged, unreadable and unknown', async () => {
    const unknown = JSON.stringify({ id: 'evt_9', eventType: 'weather.changed', created_at: 1, object: { to: 'rain' } });
    for (const [body, headers, answer, handler] of [
      [unknown, signed(unknown, 'creem'), [200, '{"received":true}'], 'onPayload'],
      [unknown, signed(unknown, 'creem', 'other'), [403, '{"received":false,"code":"signature_mismatch"}'], 'onError'],
      [unknown, signed(unknown, 'commet'), [403, '{"received":false,"code":"missing_signature"}'], 'onError'],
      ['{"id":', signed('{"id":', 'creem'), [400, '{"received":false,"code":"invalid_json"}'], 'onError'],
    ]) {
      const { url, calls } = receiver();
      const response = await post(url, body, headers);
      assert.deepEqual([response.status, response.body], answer);
      assert.deepEqual(
        (await calls()).map((call) => call.handler),
        [handler],
      );
    }
  });
}
