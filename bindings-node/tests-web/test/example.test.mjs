// The example, run as its first lines say.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { post, SECRET, signed } from './client.mjs';

test('examples/node', { timeout: 60_000 }, async () => {
  // Where the packages are installed.
  const file = fileURLToPath(new URL('../receiver.mjs', import.meta.url));
  await copyFile(`${process.env.REPOSITORY}/examples/node/receiver.mjs`, file);
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: '0', COMMET_WEBHOOK_SECRET: SECRET, CREEM_WEBHOOK_SECRET: SECRET },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = async () => (await lines.next()).value;
    const [base] = /http:\S+/.exec(await line());
    const put = async (provider, payload) => {
      const body = JSON.stringify(payload);
      return (await post(`${base}/webhooks/${provider}`, body, signed(body, provider))).status;
    };
    const commet = (event, status) => ({ id: `evt_${event}`, event, data: { subscriptionId: 'sub_1', customerId: 'Zoë', status } });

    assert.equal(await put('commet', commet('subscription.activated', 'active')), 200);
    assert.equal(await line(), 'subscription.activated: Zoë has access');
    assert.equal(await put('commet', commet('subscription.activated', 'active')), 200);
    assert.equal(await put('commet', commet('invoice.created')), 200);
    assert.equal(await put('commet', commet('subscription.canceled', 'canceled')), 200);
    assert.equal(await line(), 'subscription.canceled: Zoë has no access');
    const paid = { id: 'evt_1', eventType: 'subscription.paid', created_at: 1, object: { id: 'sub_1', customer: { id: 'cust_1' } } };
    assert.equal(await put('creem', paid), 200);
    assert.equal(await line(), 'subscription.paid: cust_1 has access');
    assert.equal((await post(`${base}/webhooks/commet`, '{}', signed('{} '))).status, 403);
    assert.equal((await post(`${base}/elsewhere`, '{}', signed('{}'))).status, 404);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
