import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { Commet, Creem, WebhookError, Webhooks } from '@commet/node';
import { body, headers, hmac, secret } from './support.mjs';

const webhooks = new Webhooks({ secret });
const text = body();

const code = (run) => {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof WebhookError, String(error));
    return error.code;
  }
  return undefined;
};

describe('the documented calls', () => {
  const { webhooks } = new Commet({ apiKey: 'ck_1' });
  const signature = hmac(text);

  it('verifies', () => {
    assert.equal(webhooks.verify({ payload: text, signature, secret }), true);
    assert.equal(webhooks.verify({ payload: text, signature: signature.toUpperCase(), secret }), true);
    assert.equal(webhooks.verify({ payload: `${text} `, signature, secret }), false);
    assert.equal(webhooks.verify({ payload: text, signature, secret: 'whsec_other' }), false);
  });

  it('gives the payload or null', () => {
    assert.deepEqual(webhooks.verifyAndParse({ rawBody: text, signature, secret }), JSON.parse(text));
    assert.equal(webhooks.verifyAndParse({ rawBody: text, signature: 'no', secret }), null);
    assert.equal(webhooks.verifyAndParse({ rawBody: '[]', signature: hmac('[]'), secret }), null);
    assert.equal(webhooks.verifyAndParse({ rawBody: '{', signature: hmac('{'), secret }), null);
  });

  it('throws at no garbage', () => {
    const garbage = [undefined, null, 1, {}, [], '', ' ', 'é'.repeat(64), 'a'.repeat(63), `${signature}0`, `${signature}😀`, Symbol('s'), () => {}, new Date()];
    for (const wrong of garbage) {
      assert.equal(webhooks.verify({ payload: text, signature: wrong, secret }), false);
      assert.equal(webhooks.verify({ payload: wrong, signature, secret }), false);
      assert.equal(webhooks.verify({ payload: text, signature, secret: wrong }), false);
      assert.equal(webhooks.verifyAndParse({ rawBody: wrong, signature, secret }), null);
      assert.equal(webhooks.verifyAndParse({ rawBody: text, signature, secret: wrong }), null);
    }
  });

  it('takes no character for another with the same low byte', () => {
    const alias = (string) => String.fromCharCode(string.charCodeAt(0) + 0x100) + string.slice(1);
    assert.equal(webhooks.verify({ payload: alias(text), signature, secret }), false);
    assert.equal(webhooks.verify({ payload: text, signature: alias(signature), secret }), false);
  });

  it('signs', () => {
    for (const payload of [text, 'é株😀', Buffer.from([0xff, 0, 1]), '']) {
      assert.equal(webhooks.sign({ payload, secret }), hmac(payload));
    }
    assert.equal(code(() => webhooks.sign({ payload: text, secret: ' ' })), 'empty_secret');
    assert.equal(code(() => webhooks.sign({ payload: {}, secret })), 'body_not_raw');
  });

  it('keeps many secrets apart', () => {
    for (let round = 0; round < 3; round += 1) {
      for (let number = 0; number < 30; number += 1) {
        const key = `whsec_${number}`;
        assert.equal(webhooks.verify({ payload: text, signature: hmac(text, key), secret: key }), true);
        assert.equal(webhooks.verify({ payload: text, signature, secret: key }), false);
      }
    }
  });

  it('processes: calls the handlers of an event in turn, and waits for them', async () => {
    const calls = [];
    const { webhooks } = new Commet();
    webhooks
      .on('subscription.activated', async (data, payload) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        calls.push(['first', data.customerId, payload.event]);
      })
      .on('subscription.activated', (data) => calls.push(['second', data.status]))
      .on('payment.failed', () => calls.push(['never']));
    const payload = await webhooks.process({ rawBody: text, signature, secret });
    assert.equal(payload.event, 'subscription.activated');
    assert.deepEqual(calls, [['first', 'user_1', 'subscription.activated'], ['second', 'active']]);
    assert.equal(await webhooks.process({ rawBody: text, signature: 'forged', secret }), null);
    webhooks.on('subscription.activated', () => Promise.reject(new Error('mine')));
    await assert.rejects(webhooks.process({ rawBody: text, signature, secret }), /^Error: mine$/);
  });

  it('does the same for CREEM', async () => {
    const { webhooks } = new Creem();
    const rawBody = '{"id":"evt_1","eventType":"checkout.completed","created_at":1,"object":{"id":"ch_1"}}';
    const seen = [];
    webhooks.on('checkout.completed', (data) => seen.push(data.id));
    await webhooks.process({ rawBody, signature: hmac(rawBody), secret });
    assert.deepEqual(seen, ['ch_1']);
    const event = webhooks.receive(rawBody, { 'Creem-Signature': hmac(rawBody) }, { secret });
    assert.deepEqual([event.provider, event.type, event.id], ['creem', 'checkout.completed', 'evt_1']);
  });
});

describe('bodies', () => {
  const wide = body({ name: 'Zoë 株式会社 😀' });
  const bytes = Buffer.from(wide);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const offset = new Uint8Array(bytes.length + 7);
  offset.set(bytes, 5);
  const padded = Buffer.alloc(Math.ceil(bytes.length / 8) * 8, ' ');
  bytes.copy(padded);
  const forms = {
    text: wide,
    Buffer: bytes,
    Uint8Array: new Uint8Array(bytes),
    'a part of an ArrayBuffer': offset.subarray(5, 5 + bytes.length),
    ArrayBuffer: new Uint8Array(bytes).buffer,
    SharedArrayBuffer: shared.buffer,
    'Uint8Array in shared memory': shared,
    DataView: new DataView(offset.buffer, 5, bytes.length),
    Int8Array: new Int8Array(bytes),
    Uint8ClampedArray: new Uint8ClampedArray(bytes),
    Float64Array: new Float64Array(new Uint8Array(padded).buffer),
    'concatenated text': [...wide].reduce((joined, character) => joined + character, ''),
    'cut text': `garbage ${wide} garbage`.slice(8, -8),
  };
  for (const [form, given] of Object.entries(forms)) {
    it(form, () => {
      const signature = hmac(form === 'Float64Array' ? padded : bytes);
      assert.equal(webhooks.verify({ payload: given, signature }), true);
      assert.deepEqual(webhooks.verifyAndParse({ rawBody: given, signature }), JSON.parse(wide));
      const event = webhooks.receive(given, { 'x-commet-signature': signature });
      assert.equal(event.data.name, 'Zoë 株式会社 😀');
      assert.equal(event.rawBody.toString('utf8').trim(), wide);
    });
  }

  it('that were given away are empty', () => {
    const given = new Uint8Array(bytes);
    const moved = new DataView(given.buffer);
    structuredClone(given.buffer, { transfer: [given.buffer] });
    assert.equal(code(() => webhooks.receive(given, headers(wide))), 'empty_body');
    assert.equal(webhooks.verify({ payload: given, signature: hmac(wide) }), false);
    assert.equal(code(() => webhooks.receive(moved, headers(wide))), 'empty_body');
  });

  it('with half a surrogate pair are what Buffer makes of them', () => {
    const half = body({ name: 'x\ud800y' }).replace('\\ud800', '\ud800');
    assert.ok(half.includes('\ud800'));
    assert.equal(webhooks.verify({ payload: half, signature: hmac(Buffer.from(half)) }), true);
    assert.equal(webhooks.receive(half, { 'x-commet-signature': hmac(Buffer.from(half)) }).data.name, 'x\ufffdy');
  });

  it('of any characters have the bytes that Buffer makes of them', () => {
    const pieces = ['a', 'plain ASCII of some length', 'é', '株式会社', '😀', '\ud800', '\udc00', '\udc00\ud800', '\u07ff\u0800', '\uffff', '\u{10ffff}'];
    let seed = 1;
    const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
    for (const most of [3, 40, 4000]) {
      for (let round = 0; round < 300; round += 1) {
        const text = Array.from({ length: 1 + random(most) }, () => pieces[random(pieces.length)]).join('');
        assert.equal(webhooks.sign({ payload: text }), hmac(text), JSON.stringify(text.slice(0, 200)));
      }
    }
  });

  it('that were parsed are refused with the way to the raw ones', () => {
    for (const parsed of [JSON.parse(text), null, undefined, 7, [text], Promise.resolve(text), new Map()]) {
      assert.throws(() => webhooks.receive(parsed, headers(text)), { code: 'body_not_raw', message: /express\.raw\(.*Next\.js/ });
    }
  });

  it('of all sizes around the first scratch, and far beyond', () => {
    for (const size of [1, 60_000, 65_535, 65_536, 65_537, 70_000, 3_000_000, 20_000_000]) {
      for (const filler of ['x', 'é']) {
        const text = body({ filler: filler.repeat(size) });
        for (const given of [text, Buffer.from(text)]) {
          assert.equal(webhooks.receive(given, headers(text)).data.filler.length, size);
          assert.equal(webhooks.verifyAndParse({ rawBody: given, signature: hmac(text) }).data.filler.length, size);
        }
      }
    }
    // Nothing but tiny values: the tape takes more than the body.
    const tiny = body({ list: Array.from({ length: 300_000 }, () => []) });
    assert.equal(webhooks.verifyAndParse({ rawBody: tiny, signature: hmac(tiny) }).data.list.length, 300_000);
  });

  it('that are too large are not read', () => {
    const huge = Buffer.alloc(2 ** 27);
    assert.equal(code(() => webhooks.receive(huge, headers('x'))), 'body_too_large');
    assert.equal(code(() => webhooks.sign({ payload: huge })), 'body_too_large');
    assert.equal(code(() => webhooks.receive(text, headers(text), { maxBodyBytes: 10 })), 'body_too_large');
    assert.equal(code(() => webhooks.receive('é'.repeat(600_000), headers('x'), { maxBodyBytes: 2 ** 20 })), 'body_too_large');
    assert.equal(webhooks.receive(text, headers(text), { maxBodyBytes: text.length }).type, 'subscription.activated');
  });
});

describe('headers', () => {
  const signature = hmac(text);
  const forms = {
    Headers: new Headers({ 'X-Commet-Signature': signature }),
    'of node:http': { host: 'x', 'set-cookie': ['a', 'b'], 'x-commet-signature': signature },
    'in any case': { 'X-COMMET-signature': signature },
    Map: new Map([['X-Commet-Signature', signature]]),
    'a Map of another realm': runInNewContext(`new Map([['X-Commet-Signature', '${signature}']])`),
    'a list of pairs': [['x-commet-signature', signature]],
    rawHeaders: ['Host', 'x', 'X-Commet-Signature', signature],
    'a list of one value': { 'x-commet-signature': [signature] },
    'without prototype': Object.assign(Object.create(null), { 'x-commet-signature': signature }),
  };
  for (const [form, given] of Object.entries(forms)) {
    it(form, () => assert.equal(webhooks.receive(text, given).type, 'subscription.activated'));
  }

  it('that came twice are refused', () => {
    const twice = new Headers([['X-Commet-Signature', signature], ['x-commet-signature', signature]]);
    const others = [{ 'x-commet-signature': [signature, signature] }, { 'x-commet-signature': signature, 'X-Commet-Signature': signature }];
    for (const given of [twice, ...others, [['x-commet-signature', signature], ['X-Commet-Signature', signature]]]) {
      assert.equal(code(() => webhooks.receive(text, given)), 'malformed_signature');
    }
  });

  it('that are none, or none of ours', () => {
    for (const given of [{}, null, undefined, new Map(), [], 7, 'x', { 'x-commet-signature': undefined }, { 'x-commet-signature': '' }, { 'x-commet-signature': [Symbol('s')] }]) {
      assert.equal(code(() => webhooks.receive(text, given)), 'missing_signature');
    }
  });

  it('with another event', () => {
    const given = { 'x-commet-signature': signature, 'X-Commet-Event': 'payment.failed' };
    assert.equal(code(() => webhooks.receive(text, given)), 'event_header_mismatch');
  });
});

describe('options', () => {
  const old = headers(text);
  it('secrets', () => {
    assert.equal(new Webhooks({ secrets: ['whsec_a', secret] }).receive(text, old).known, true);
    assert.equal(new Webhooks().receive(text, old, { secret }).known, true);
    assert.equal(new Webhooks().receive(text, old, { secrets: ['whsec_a', 'whsec_b', secret] }).known, true);
    for (const options of [{ secret: '' }, { secret: ' \t' }, { secret: undefined }, { secrets: [] }, { secrets: [secret, ''] }]) {
      assert.equal(code(() => new Webhooks(options)), 'empty_secret');
    }
    assert.equal(code(() => new Webhooks().receive(text, old)), 'empty_secret');
    assert.equal(code(() => webhooks.receive(text, old, { secret: undefined })), 'empty_secret');
    assert.equal(new Webhooks().verify({ payload: text, signature: hmac(text) }), false);
  });

  it('secrets that are no list are not taken apart', () => {
    for (const secrets of ['whsec_test', new String('whsec_test'), new Set(['whsec_test']), Buffer.from('whsec_test'), { 0: 'w', length: 1 }]) {
      assert.throws(() => new Webhooks({ secrets }), { name: 'TypeError', message: 'secrets is not an array' });
      assert.throws(() => webhooks.receive(text, headers(text, { 'x-commet-signature': hmac(text, 'w') }), { secrets }), TypeError);
    }
  });

  it('in Object.prototype are nobody’s', () => {
    const signature = hmac(text, 'whsec_other');
    const given = { 'x-commet-signature': signature };
    for (const [name, value] of Object.entries({ secret: 'whsec_other', secrets: ['whsec_other'] })) {
      Object.prototype[name] = value;
      try {
        assert.equal(webhooks.verify({ payload: text, signature }), false);
        assert.equal(webhooks.verifyAndParse({ rawBody: text, signature }), null);
        assert.equal(webhooks.sign({ payload: text }), hmac(text));
        assert.equal(code(() => webhooks.receive(text, given, {})), 'signature_mismatch');
        assert.equal(code(() => new Webhooks({ secret }).receive(text, given)), 'signature_mismatch');
        assert.equal(code(() => new Webhooks().receive(text, given)), 'empty_secret');
      } finally {
        delete Object.prototype[name];
      }
    }
    Object.prototype.now = Date.parse('2026-03-25T14:30:00Z');
    try {
      assert.notEqual(code(() => webhooks.receive(text, old, { maxAge: 60 })), undefined);
    } finally {
      delete Object.prototype.now;
    }
  });

  it('with getters that make other verifiers are still checked with their own secret', () => {
    const { webhooks } = new Commet();
    const signature = hmac(text, 'whsec_other');
    // As many as stay prepared: the number of the first is given to the last.
    const crowdOut = () => {
      for (let number = 0; number < 8; number += 1) webhooks.verify({ payload: text, signature, secret: `whsec_${number}` });
      webhooks.verify({ payload: text, signature, secret: 'whsec_other' });
    };
    const given = { get 'x-commet-signature'() { crowdOut(); return signature; } };
    class Crowding extends DataView {
      get byteLength() {
        crowdOut();
        return super.byteLength;
      }
    }
    const payload = new Crowding(new Uint8Array(Buffer.from(text)).buffer);
    for (let round = 0; round < 2; round += 1) {
      assert.equal(code(() => webhooks.receive(text, given, { secret })), 'signature_mismatch');
      assert.equal(code(() => webhooks.receive(payload, { 'x-commet-signature': signature }, { secret })), 'signature_mismatch');
      assert.equal(webhooks.verify({ payload, signature, secret }), false);
      assert.equal(webhooks.verifyAndParse({ rawBody: payload, signature, secret }), null);
      assert.equal(webhooks.sign({ payload, secret }), hmac(text));
    }
  });

  it('with several secrets leave no verifier behind when the call is refused', () => {
    const require = createRequire(createRequire(import.meta.url).resolve('@commet/node'));
    const addon = require(process.env.COMMET_NODE_ADDON ?? '@commet/node-linux-x64-gnu');
    const next = () => {
      const number = addon.addVerifier(0, secret);
      addon.removeVerifier(number);
      return number;
    };
    const before = next();
    for (let round = 0; round < 100; round += 1) {
      assert.equal(code(() => webhooks.receive(text, headers('other'), { secrets: ['whsec_a', secret] })), 'signature_mismatch');
      assert.equal(code(() => webhooks.receive(text, old, { secrets: [secret, ''] })), 'empty_secret');
    }
    assert.equal(next(), before);
  });

  it('mode, age and now', () => {
    assert.equal(webhooks.receive(text, old, { mode: 'live' }).mode, 'live');
    assert.equal(code(() => webhooks.receive(text, old, { mode: 'sandbox' })), 'wrong_mode');
    assert.equal(code(() => new Webhooks({ secret, mode: 'sandbox' }).receive(text, old)), 'wrong_mode');
    const at = (now, more = {}) => () => webhooks.receive(text, old, { maxAge: 60, now, ...more });
    assert.equal(code(at(new Date('2026-03-25T14:31:00.000Z'))), undefined);
    assert.equal(code(at(Date.parse('2026-03-25T14:31:00.001Z'))), 'too_old');
    assert.equal(code(at(new Date('2026-03-25T14:25:00.000Z'))), undefined);
    assert.equal(code(at(new Date('2026-03-25T14:24:59.999Z'))), 'from_the_future');
    assert.equal(code(at(new Date('2026-03-25T14:24:59.999Z'), { clockSkew: 301 })), undefined);
    assert.equal(code(() => webhooks.receive(text, old, { maxAge: 60 })), new Date() > new Date('2026-03-25T14:31:00Z') ? 'too_old' : 'from_the_future');
  });

  it('the clock is that of JavaScript, which tests may set', () => {
    const { now } = Date;
    try {
      Date.now = () => Date.parse('2026-03-25T14:31:00Z');
      assert.equal(code(() => new Webhooks({ secret, maxAge: 60 }).receive(text, old)), undefined);
      assert.equal(code(() => webhooks.receive(text, old, { maxAge: 59 })), 'too_old');
    } finally {
      Date.now = now;
    }
  });

  it('that cannot be meant are errors of the program', () => {
    for (const options of [{ maxAge: NaN }, { maxAge: -1 }, { maxAge: '60' }, { maxBodyBytes: null }, { maxAge: 1, now: new Date('x') }, { maxAge: 1, now: 1e17 }, { provider: 'stripe' }]) {
      assert.throws(() => webhooks.receive(text, old, options), RangeError);
    }
    assert.throws(() => new Webhooks({ provider: '__proto__' }), RangeError);
  });

  it('provider', () => {
    assert.equal(code(() => webhooks.receive(text, old, { provider: 'creem', secret })), 'missing_signature');
    assert.equal(new Webhooks({ provider: 'creem' }).provider, 'creem');
  });
});

describe('errors', () => {
  const thrown = (given, signature = hmac(given)) => {
    try {
      webhooks.receive(given, { 'x-commet-signature': signature });
    } catch (error) {
      return error;
    }
    throw new Error('accepted');
  };

  it('say what failed and what to do', () => {
    const error = thrown(text, 'nonsense');
    assert.deepEqual([error.name, error.code, error.kind, error.httpStatus], ['WebhookError', 'malformed_signature', 'not_authentic', 403]);
    assert.ok(error.message.endsWith(error.hint) && error.message.length > error.hint.length);
    assert.deepEqual([error.offset, error.field], [undefined, undefined]);
  });

  it('say where', () => {
    assert.deepEqual([thrown('{"event":]').code, thrown('{"event":]').offset], ['invalid_json', 9]);
    const utf8 = Buffer.concat([Buffer.from('{"event":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    assert.deepEqual([thrown(utf8).code, thrown(utf8).offset], ['invalid_utf8', 10]);
    assert.deepEqual([thrown('{"event":"x"}').code, thrown('{"event":"x"}').field], ['invalid_envelope', 'data']);
    assert.match(thrown('{"event":"x"}').message, /data/);
  });

  it('and nothing else shows a secret, a signature or a body', () => {
    const shown = [thrown(text, 'f'.repeat(64)), thrown('{"event":"topsecretbody"'), webhooks, new Commet(), webhooks.receive(text, headers(text))];
    webhooks.verify({ payload: text, signature: hmac(text), secret });
    for (const value of shown) {
      const all = inspect(value, { depth: null, showHidden: true }) + JSON.stringify(value) + (value.stack ?? '');
      for (const hidden of [secret, 'f'.repeat(64), 'topsecretbody', hmac(text)]) assert.ok(!all.includes(hidden), all);
    }
  });
});
