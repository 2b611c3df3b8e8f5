import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Webhooks } from '@commet/node';
import { body, headers, hmac, secret } from './support.mjs';

const text = body();
const program = (more) => `
  const { Webhooks } = require('@commet/node');
  const { workerData: { text, signature }, parentPort } = require('node:worker_threads');
  const webhooks = new Webhooks({ secret: 'whsec_test' });
  let count = 0;
  const call = () => {
    if (webhooks.receive(text, { 'x-commet-signature': signature }).data.status === 'active') count += 1;
    if (webhooks.verifyAndParse({ rawBody: Buffer.from(text), signature }).event === 'subscription.activated') count += 1;
  };
  ${more}`;
const start = (more) => new Worker(program(more), { eval: true, workerData: { text, signature: hmac(text) } });
const exit = (worker) =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', resolve);
  });

it('fifty workers start, receive and end', async () => {
  const webhooks = new Webhooks({ secret });
  for (let round = 0; round < 5; round += 1) {
    const workers = Array.from({ length: 10 }, () => start('for (let n = 0; n < 500; n++) call(); parentPort.postMessage(count);'));
    const counts = workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
    const ends = workers.map(exit);
    assert.deepEqual(await Promise.all(counts), workers.map(() => 1000));
    assert.deepEqual(await Promise.all(ends), workers.map(() => 0));
    assert.equal(webhooks.receive(text, headers(text)).known, true);
  }
});

it('workers can be ended in the middle of calls', async () => {
  const workers = Array.from({ length: 10 }, () => start("parentPort.postMessage('started'); for (;;) call();"));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  await Promise.all(workers.map((worker) => worker.terminate()));
  assert.equal(new Webhooks({ secret }).verify({ payload: text, signature: hmac(text) }), true);
});

it('a process can exit while workers call', async () => {
  const main = `
    const { Worker } = require('node:worker_threads');
    const workers = Array.from({ length: 4 }, () => new Worker(${JSON.stringify(program("parentPort.postMessage('started'); for (;;) call();"))}, { eval: true, workerData: ${JSON.stringify({ text, signature: hmac(text) })} }));
    let started = 0;
    for (const worker of workers) worker.once('message', () => { if (++started === 4) setTimeout(() => process.exit(7), 50); });`;
  const failed = await promisify(execFile)(process.execPath, ['-e', main], { cwd: import.meta.dirname }).catch((error) => error);
  assert.equal(failed.code, 7, String(failed.stderr));
  assert.equal(failed.signal ?? null, null);
});
