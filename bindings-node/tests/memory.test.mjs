// Run with --expose-gc.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Commet, Webhooks } from '@commet/node';
import { body, headers, hmac, large, secret } from './support.mjs';

const CALLS = Number(process.env.COMMET_TEST_CALLS ?? 1_000_000);
const webhooks = new Webhooks({ secret });

/** Megabytes in use, in V8's heap and beside it, once everything that can go has gone. */
async function inUse() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

describe('a field that is kept', () => {
  const picks = {
    'of ten characters': (data) => data.field,
    'of thirty characters': (data) => data.longer,
    'of a hundred characters': (data) => data.long,
    'that is an object': (data) => data.list[3],
  };
  const forms = { text: String, bytes: Buffer.from, 'text beyond ASCII': String };
  for (const [kind, form] of Object.entries(forms)) {
    for (const [name, pick] of Object.entries(picks)) {
      it(`${name} of ${kind} does not keep its event`, async () => {
        const kept = [];
        const before = await inUse();
        for (let number = 0; number < 500; number += 1) {
          const text = large(number, 64).replace(' longer ', kind === 'text beyond ASCII' ? ' längere 株式 ' : ' longer ');
          const given = form(text);
          const payload = webhooks.verifyAndParse({ rawBody: given, signature: hmac(text) });
          kept.push(pick(payload.data), pick(webhooks.receive(given, headers(text)).data));
        }
        const grown = (await inUse()) - before;
        assert.equal(kept.length, 1000);
        // The bodies would take more than 30 MB.
        assert.ok(grown < 3, `${grown.toFixed(1)} MB`);
      });
    }
  }
});

it(`${CALLS} calls leave nothing behind`, async () => {
  const texts = [body(), body({ name: 'é株😀' }), '{"event":"x.y","data":{}}', body({ metadata: { a: { b: ['c'] } } })];
  const inputs = texts.map((text) => ({ text, bytes: Buffer.from(text), headers: headers(text), signature: hmac(text) }));
  const { webhooks: client } = new Commet();
  const round = (calls, from) => {
    for (let number = from; number < from + calls; number += 1) {
      const { text, bytes, headers, signature } = inputs[number % inputs.length];
      switch (number % 8) {
        case 0: client.verifyAndParse({ rawBody: text, signature, secret }); break;
        case 1: webhooks.receive(bytes, headers).data; break;
        case 2: webhooks.verify({ payload: bytes, signature }); break;
        case 3: webhooks.verifyAndParse({ rawBody: bytes, signature: 'forged' }); break;
        case 4: try { webhooks.receive(text, {}); } catch {} break;
        case 5: client.verify({ payload: text, signature, secret: `whsec_${number}` }); break;
        case 6: webhooks.sign({ payload: text }); break;
        default: webhooks.receive(text, headers).raw;
      }
    }
  };
  // V8 makes its heap larger where much is thrown away, by Node's version: what is used of it counts, and what is beside it.
  const memory = async () => {
    const used = await inUse();
    const { rss, heapTotal } = process.memoryUsage();
    return [used, (rss - heapTotal) / 2 ** 20];
  };
  round(CALLS / 4, 0);
  const before = await memory();
  for (let part = 1; part < 5; part += 1) {
    round(CALLS / 4, (part * CALLS) / 4);
    await inUse();
  }
  const grown = (await memory()).map((megabytes, index) => megabytes - before[index]);
  assert.ok(grown[0] < 4 && grown[1] < 16, `${grown.map((megabytes) => megabytes.toFixed(1))} MB`);
});

it('verifiers go with the objects that have them', async () => {
  const text = body();
  const before = await inUse();
  const rss = process.memoryUsage().rss;
  for (let part = 0; part < 20; part += 1) {
    for (let number = 0; number < 5000; number += 1) new Webhooks({ secrets: [secret, `whsec_${number}`] }).receive(text, headers(text));
    await inUse();
  }
  assert.ok((await inUse()) - before < 5);
  assert.ok((process.memoryUsage().rss - rss) / 2 ** 20 < 100);
});

it('the memory for a huge body is given back', async () => {
  const before = await inUse();
  const text = body({ filler: 'x'.repeat(40_000_000) });
  assert.equal(webhooks.verifyAndParse({ rawBody: text, signature: hmac(text) }).event, 'subscription.activated');
  webhooks.receive(body(), headers(body())).data;
  const grown = (await inUse()) - before;
  // The text itself is still there.
  assert.ok(grown < 60, `${grown.toFixed(1)} MB`);
  assert.equal(text.length > 4e7, true);
});
