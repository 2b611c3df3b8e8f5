import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { createReceiver, DEFAULT_MAX_BODY_BYTES, HANDLERS, readIncoming, readRequest } from '@commet/node/adapter';
import { body, headers, hmac, secret } from './support.mjs';

const text = body();
const quiet = { onError: () => {} };

describe('a receiver', () => {
  it('calls the event’s handler and the one for all, neither of which waits for the other', async () => {
    const calls = [];
    const receive = createReceiver('commet', {
      webhookSecret: ['whsec_next', secret],
      onSubscriptionActivated: async (payload, event) => {
        await null;
        calls.push(['activated', payload.data.customerId, event.type]);
      },
      onPaymentFailed: () => calls.push(['failed']),
      onPayload: (payload) => calls.push(['payload', payload.event]),
    });
    assert.deepEqual(await receive(Buffer.from(text), headers(text)), {
      status: 200,
      headers: { 'content-type': 'application/json' },
      content: { received: true },
      body: '{"received":true}',
    });
    const unknown = '{"event":"news","data":{}}';
    assert.equal((await receive(unknown, headers(unknown))).status, 200);
    assert.deepEqual(calls, [['payload', 'subscription.activated'], ['activated', 'user_1', 'subscription.activated'], ['payload', 'news']]);
  });

  it('answers what the contract says', async () => {
    const errors = [];
    const receive = createReceiver('commet', {
      webhookSecret: secret,
      onSubscriptionActivated: () => Promise.reject(new Error('mine')),
      onError: (error, payload, event) => errors.push([error.code ?? error.message, payload?.event, event?.type]),
    });
    const answers = [
      [text, headers(text), 500, { received: false }],
      [text, headers('other'), 403, { received: false, code: 'signature_mismatch' }],
      [text, {}, 403, { received: false, code: 'missing_signature' }],
      ['{', headers('{'), 400, { received: false, code: 'invalid_json' }],
      [Buffer.alloc(DEFAULT_MAX_BODY_BYTES + 1), headers('x'), 413, { received: false, code: 'body_too_large' }],
      [JSON.parse(text), headers(text), 500, { received: false, code: 'body_not_raw' }],
    ];
    for (const [given, its, status, expected] of answers) {
      const answer = await receive(given, its);
      assert.deepEqual([answer.status, JSON.parse(answer.body)], [status, expected]);
    }
    assert.deepEqual(errors, [
      ['mine', 'subscription.activated', 'subscription.activated'],
      ...answers.slice(1).map(([, , , { code }]) => [code, undefined, undefined]),
    ]);
  });

  it('gives the event to who has a parameter for it, and to others what the official packages give', async () => {
    const calls = [];
    const note = (name) => (...given) => calls.push([name, given.length]);
    const named = note('named');
    for (const onPayload of [note('rest'), (payload, tx = 'db') => named(payload, tx, tx), (payload, event) => named(event.type)]) {
      const receive = createReceiver('commet', {
        webhookSecret: secret,
        onPayload,
        onSubscriptionActivated: () => Promise.reject(new Error('mine')),
        onError: note('error'),
      });
      assert.equal((await receive(text, headers(text))).status, 500);
    }
    assert.deepEqual(calls, [['rest', 1], ['error', 2], ['named', 3], ['error', 2], ['named', 1], ['error', 2]]);
  });

  it('gives an Error to onError, whatever a handler throws', async () => {
    for (const thrown of ['words', undefined, { code: 1 }]) {
      const errors = [];
      const receive = createReceiver('commet', {
        webhookSecret: secret,
        onPayload: () => Promise.reject(thrown),
        onError: (error, payload) => errors.push([error instanceof Error, error.cause, payload.event]),
      });
      assert.equal((await receive(text, headers(text))).status, 500);
      assert.deepEqual(errors, [[true, thrown, 'subscription.activated']]);
    }
  });

  it('takes an Error of another realm, such as Node’s own within Jest, for one', async () => {
    const thrown = runInNewContext('new TypeError("theirs")');
    const errors = [];
    const receive = createReceiver('commet', {
      webhookSecret: secret,
      onPayload: () => Promise.reject(thrown),
      onError: (error) => errors.push(error),
    });
    assert.equal((await receive(text, headers(text))).status, 500);
    assert.equal(errors[0], thrown);
  });

  it('without a secret answers 500, and does not fail when it is made', async () => {
    for (const webhookSecret of [undefined, null, '', ' ', []]) {
      const answer = await createReceiver('commet', { webhookSecret, ...quiet })(text, headers(text));
      assert.deepEqual([answer.status, JSON.parse(answer.body).code], [500, 'empty_secret']);
    }
  });

  it('has a handler for each event', () => {
    assert.equal(HANDLERS.commet.onSubscriptionActivated, 'subscription.activated');
    assert.equal(HANDLERS.creem.onCheckoutCompleted, 'checkout.completed');
    for (const table of Object.values(HANDLERS)) assert.equal(new Set(Object.values(table)).size, Object.keys(table).length);
  });
});

describe('bytes of a request', () => {
  let server;
  const received = [];
  before(async () => {
    server = createServer(async (request, response) => {
      received.push(await readIncoming(request, 1000));
      response.end('done');
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  it('are those that came, and one more than the limit at most', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0xff, 0xc3, 0x28, 0, 10]);
    const url = `http://127.0.0.1:${server.address().port}`;
    assert.equal(await (await fetch(url, { method: 'POST', body: bytes })).text(), 'done');
    await fetch(url, { method: 'POST', body: Buffer.alloc(5000) }).catch(() => {});
    assert.deepEqual([received[0], received[1].length], [bytes, 1001]);
    const request = (body) => new Request(url, { method: 'POST', body });
    assert.deepEqual(await readRequest(request(bytes)), bytes);
    assert.equal((await readRequest(request(Buffer.alloc(5000)), 1000)).length, 1001);
    assert.deepEqual(await readRequest(new Request(url)), Buffer.alloc(0));
    assert.equal(hmac(await readRequest(request('é'))), hmac('é'));
  });
});
