import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { Webhooks } from '@commet/node';
import { around, headers, hmac, secret } from './support.mjs';

const webhooks = new Webhooks({ secret });
const parse = (text, form = String) => webhooks.verifyAndParse({ rawBody: form(text), signature: hmac(text) });
const value = (json) => parse(around(json)).data.value;

describe('values', () => {
  it('are what JSON.parse gives, as text and as bytes, again and again', () => {
    // From few to many and from known to unknown, so that each way of making objects is taken.
    const strings = ['', 'a', 'twelve chars', 'thirteen char', 'x'.repeat(24), 'x'.repeat(25), 'x'.repeat(48), 'x'.repeat(49), 'é', '株式会社', '😀', 'tab\t"\\/\u2028', '\0'];
    const numbers = [0, -1, 1e3, 0.1, -0.5e-7, 134217727, 134217728, -134217728, -134217729, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 1.7976931348623157e308, 5e-324];
    const things = [
      { strings, numbers, rest: [true, false, null, [], {}, [[]], [{}]] },
      Object.fromEntries(strings.map((string, index) => [string, index])),
      { data: { event: 'x', id: 'y' }, id: { id: { id: 1 } } },
      Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`key ${index}`, index])),
      { plan: { id: 'p', name: 'n' }, features: [{ type: 'usage' }, { type: 'usage', name: 'n' }, { name: 'n', type: 'usage' }] },
      { 10: 'a', 2: 'b', x: 'c', '-1': 'd', '01': 'e' },
      { constructor: 1, toString: 2, hasOwnProperty: 3, valueOf: 4, length: 5, get: 6, 'a-b': 7, 'new': 8 },
    ];
    for (let round = 0; round < 20; round += 1) {
      for (const filler of ['', 'x'.repeat(3000), 'é', 'é'.repeat(2000)]) {
        for (const thing of things) {
          const text = JSON.stringify({ event: 'x', filler, thing, data: { thing } });
          for (const form of [String, Buffer.from]) {
            const parsed = parse(text, form);
            assert.deepStrictEqual(parsed, JSON.parse(text));
            assert.equal(JSON.stringify(parsed), JSON.stringify(JSON.parse(text)));
          }
        }
      }
    }
  });

  it('are ordinary objects', () => {
    const parsed = parse(around('{"id":"x","metadata":{"a":[1,{"b":null}]}}'));
    assert.deepStrictEqual(structuredClone(parsed), parsed);
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
    assert.deepEqual(Object.getOwnPropertyDescriptor(parsed, 'event'), { value: 'x.y', writable: true, enumerable: true, configurable: true });
    assert.ok(Array.isArray(parsed.data.value.metadata.a) && Object.isExtensible(parsed.data));
    parsed.data.value.id = 'changed';
    assert.equal(parse(around('{"id":"x","metadata":{"a":[1,{"b":null}]}}')).data.value.id, 'x');
  });

  it('have __proto__ as a key like any other', () => {
    for (let round = 0; round < 20; round += 1) {
      for (const json of ['{"__proto__":{"polluted":true},"id":1}', '{"\\u005f_proto__":{"polluted":true},"id":1}', '{"id":1,"x":2,"__proto__":{"polluted":true}}']) {
        const object = value(json);
        assert.deepEqual(Object.keys(object).sort(), Object.keys(JSON.parse(json)).sort());
        assert.equal(Object.getPrototypeOf(object), Object.prototype);
        assert.deepEqual(Object.getOwnPropertyDescriptor(object, '__proto__').value, { polluted: true });
        assert.equal(object.polluted, undefined);
      }
      assert.deepEqual(Object.keys(value('{"__proto__":null}')), ['__proto__']);
      const wide = JSON.parse(`{${Array.from({ length: 100 }, (_, index) => `"k${index}":1`)},"__proto__":[]}`);
      assert.deepEqual(value(JSON.stringify(wide)), wide);
    }
    assert.equal({}.polluted, undefined);
  });

  it('have keys that Object.prototype has, also where that is frozen', () => {
    const text = around('{"constructor":1,"nested":{"id":"x","toString":2,"__proto__":3}}').replace('"data":{', `"data":{"list":[${Array(200).fill(1)}],"valueOf":4,`);
    const script = `
      Object.freeze(Object.prototype);
      const webhooks = new (require('@commet/node').Webhooks)({ secret: '${secret}' });
      const [text, signature] = process.argv.slice(1);
      for (let round = 0; round < 20; round += 1) {
        const payload = webhooks.verifyAndParse({ rawBody: text, signature });
        const { data } = webhooks.receive(text, { 'x-commet-signature': signature });
        console.log(JSON.stringify(payload) + JSON.stringify(data));
      }`;
    const printed = execFileSync(process.execPath, ['-e', script, text, hmac(text)], { cwd: import.meta.dirname, encoding: 'utf8' });
    assert.deepEqual(printed.trim().split('\n'), Array(20).fill(text + JSON.stringify(JSON.parse(text).data)));
  });

  it('keep the last of a key that is given twice, at its first place', () => {
    assert.equal(JSON.stringify(value('{"a":1,"b":2,"a":{"c":3}}')), '{"a":{"c":3},"b":2}');
  });

  it('hold numbers as exactly as a double can', () => {
    const cases = ['9007199254740993', '-9007199254740993', '18446744073709551615', '9223372036854775808', '-9223372036854775808', '123456789012345678901234567890', '1e400'.replace('400', '308'), '-0', '0.30000000000000004', '100000000000000000000000', '9223372036854775807', '4294967296', '-4294967297'];
    for (const json of cases) assert.ok(Object.is(value(json), JSON.parse(json)), json);
    assert.equal(value('1e999'.replace('999', '308')), 1e308);
    assert.equal(parse(around('1e999')), null);
  });

  it('have lone surrogates replaced', () => {
    assert.equal(value('"x\\ud800y"'), 'x\ufffdy');
    assert.equal(value('"\\ud83d\\ude00"'), '😀');
    // In UTF-8, which is what is signed, text has none.
    assert.equal(value('"é\ud800y"'), 'é\ufffdy');
    assert.equal(value('"\ufffd😀 株\udc00y"'), '\ufffd😀 株\ufffdy');
  });

  it('are cut from text at the right places, whatever the characters', () => {
    const characters = ['a', ' ', '0', 'é', 'ß', '株', '—', '😀', '𝄞', '\n', '\u2028'];
    let state = 1;
    const random = (below) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    const string = (length, kinds) => Array.from({ length }, () => characters[random(kinds)]).join('');
    for (let round = 0; round < 400; round += 1) {
      const kinds = 1 + random(characters.length);
      const entries = Array.from({ length: random(40) }, () => [string(random(20), kinds), string(random(70), kinds)]);
      const text = JSON.stringify({ event: 'x', data: { ...Object.fromEntries(entries), [string(3, kinds)]: [string(random(3000), kinds)] } });
      const payload = parse(text);
      assert.deepStrictEqual(payload, JSON.parse(text));
      assert.deepStrictEqual(webhooks.receive(text, headers(text)).data, payload.data);
      // The same characters, but some of them twice as keys and out of order.
      const twice = `{"event":"x","data":{"é":"${'é'.repeat(round)}","b":"株","é":"${'x'.repeat(round % 50)}😀"},"id":"ü"}`;
      assert.deepStrictEqual(parse(twice), JSON.parse(twice));
    }
  });

  it('reach 128 levels and no further', () => {
    const nested = (depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    assert.deepEqual(value(nested(126)), JSON.parse(nested(126)));
    assert.equal(parse(around(nested(127))), null);
    const objects = (depth) => `${'{"id":'.repeat(depth)}1${'}'.repeat(depth)}`;
    assert.deepEqual(value(objects(126)), JSON.parse(objects(126)));
  });

  it('take no more than linear time where objects look like others', () => {
    // Each level looks like one of the same size and first key, but is another one, by turns.
    const level = (inner, odd) => (odd ? `{"id":${inner},"name":1}` : `{"id":${inner},"type":1}`);
    const text = (turn) => around(Array.from({ length: 120 }).reduce((inner, _, index) => level(inner, (index + turn) % 2), '1'));
    for (let turn = 0; turn < 200; turn += 1) assert.deepEqual(parse(text(turn)), JSON.parse(text(turn)));
  });

  it('may have any number of keys that nobody knows', () => {
    for (let number = 0; number < 5000; number += 1) {
      const json = `{"user_${number}":${number},"id":"x","nested":{"k${number}":{"__proto__":1,"user_${number}":2}}}`;
      assert.deepEqual(value(json), JSON.parse(json));
    }
  });

  it('are what the signature covers, under concurrent changes of shared memory', async () => {
    const { Worker } = await import('node:worker_threads');
    const text = around('"aaaaaaaaaaaaaaaa"');
    const shared = new Uint8Array(new SharedArrayBuffer(text.length));
    shared.set(Buffer.from(text));
    const worker = new Worker(
      `const { workerData: bytes, parentPort } = require('node:worker_threads');
       parentPort.postMessage('started');
       for (let n = 0; ; n++) { for (let i = 28; i < 40; i++) bytes[i] = n % 2 ? 97 : 34; }`,
      { eval: true, workerData: shared },
    );
    await new Promise((resolve) => worker.once('message', resolve));
    const signature = hmac(text);
    for (let round = 0; round < 20_000; round += 1) {
      const payload = webhooks.verifyAndParse({ rawBody: shared, signature });
      if (payload !== null) assert.equal(payload.data.value, 'aaaaaaaaaaaaaaaa');
    }
    await worker.terminate();
  });

  it('are what the signature covers, while another thread makes shared memory larger', async () => {
    const { Worker } = await import('node:worker_threads');
    const text = around(JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id }))));
    const buffers = Array.from({ length: 40 }, () => new SharedArrayBuffer(text.length, { maxByteLength: text.length + (1 << 16) }));
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(
      `const { workerData: { buffers, turn }, parentPort } = require('node:worker_threads');
       parentPort.postMessage('started');
       for (const [number, buffer] of buffers.entries()) {
         Atomics.wait(turn, 0, number);
         while (buffer.byteLength + 16 <= buffer.maxByteLength) {
           buffer.grow(buffer.byteLength + 16);
           for (let pause = 0; pause < 200; pause++);
         }
       }`,
      { eval: true, workerData: { buffers, turn } },
    );
    await new Promise((resolve) => worker.once('message', resolve));
    // It waits for its turn, which does not come where this fails.
    worker.unref();
    let whole = 0;
    for (const [number, buffer] of buffers.entries()) {
      const bytes = new Uint8Array(buffer);
      bytes.set(Buffer.from(text));
      Atomics.store(turn, 0, number + 1);
      Atomics.notify(turn, 0);
      for (let round = 0; round < 100; round += 1) {
        let event;
        try {
          event = webhooks.receive(bytes, headers(text));
        } catch (error) {
          assert.equal(error.code, 'signature_mismatch');
          continue;
        }
        whole += 1;
        assert.equal(event.rawBody.toString(), text);
      }
    }
    assert.ok(whole > 0);
    await worker.terminate();
  });
});
