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
    const commet = (event, status) => ({
      id: `evt_${event}`,
      event,
      timestamp: '2026-03-25T14:30:00.000Z',
      organizationId: 'org_1',
      data: {
        subscriptionId: 'sub_1',
        customerId: 'Zoë',
        status,
        name: null,
        invoiceId: 'inv_1',
        invoiceNumber: 'INV-1',
        invoiceTotal: 9900,
        invoiceCurrency: 'usd',
      },
    });

    assert.equal(await put('commet', commet('subscription.activated', 'active')), 200);
    assert.equal(await line(), 'Zoë has access');
    assert.equal(await line(), 'handled subscription.activated as evt_subscription.activated');
    assert.equal(await put('commet', commet('subscription.activated', 'active')), 200);
    assert.equal(await line(), 'repeated subscription.activated as evt_subscription.activated');
    assert.equal(await put('commet', commet('news.from_tomorrow')), 200);
    assert.match(await line(), /^untyped news\.from_tomorrow as evt_news\.from_tomorrow: /);
    const unfit = { id: 'evt_1', eventType: 'subscription.expired', created_at: 1, object: { id: 'ch_1' } };
    assert.equal(await put('creem', unfit), 200);
    assert.match(await line(), /^untyped subscription\.expired as evt_1: /);
    assert.equal((await post(`${base}/webhooks/commet`, '{}', signed('{} '))).status, 403);
    assert.equal((await post(`${base}/elsewhere`, '{}', signed('{}'))).status, 404);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
