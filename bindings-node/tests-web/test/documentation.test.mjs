// The documentation's applications, over HTTP, and the tests that it shows for them.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import standard from 'standardwebhooks';
import { post, SECRET, sign, signed } from './client.mjs';

const root = fileURLToPath(new URL('../documentation/', import.meta.url));
const environment = {
  COMMET_WEBHOOK_SECRET: SECRET,
  COMMET_WEBHOOK_SECRET_OLD: 'whsec_old',
  COMMET_API_KEY: 'ck_1',
  CREEM_WEBHOOK_SECRET: SECRET,
  BETTER_AUTH_SECRET: 'of the sessions, which are not under test',
};
Object.assign(process.env, environment);

const commet = JSON.stringify({
  id: 'whev_1',
  event: 'subscription.activated',
  timestamp: new Date().toISOString(),
  mode: 'live',
  data: { customerId: 'user_1', status: 'active' },
});
const creem = JSON.stringify({ id: 'evt_1', eventType: 'checkout.completed', created_at: 1, object: { id: 'ch_1' } });
const LARGE = `${commet}${' '.repeat(1 << 20)}`;

/** What every receiver of the documentation does. */
async function exercise(url) {
  const { status, body } = await post(url, commet, signed(commet));
  assert.deepEqual([status, body], [200, '{"received":true}']);
  assert.equal((await post(url, `${commet} `, signed(commet))).status, 403);
  assert.equal((await post(url, '{"event":', signed('{"event":'))).status, 400);
  assert.equal((await post(url, LARGE, signed(LARGE))).status, 413);
}

/** What the handler of a block answers to a request. */
async function answer(handler, body, headers) {
  const response = await handler(new Request('http://localhost', { method: 'POST', body, headers }));
  return [response.status, await response.text()];
}

for (const page of readdirSync(root)) {
  const files = readdirSync(root + page);
  if (files.some((file) => file.endsWith('.test.js'))) {
    test(`the tests of ${page}`, async () => {
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const tests = files.filter((file) => file.endsWith('.test.js'));
      const { stdout } = await promisify(execFile)(process.execPath, ['--test', ...tests], { cwd: root + page, env });
      assert.match(stdout, /pass [1-9]/);
    });
  }
  if (files.includes('server.js')) {
    test(`the server of ${page}`, async () => {
      const child = spawn(process.execPath, ['server.js'], { cwd: root + page, env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(child, 'exit');
      try {
        let output = '';
        for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
          output += chunk;
          if (/port: \d+|:\d{4,}/.test(output)) break;
        }
        const [, port] = /(?:port: |:)(\d+)/.exec(output);
        const url = `http://localhost:${port}`;
        assert.equal((await fetch(`${url}/reports`)).status, 402);
        await exercise(`${url}${page === 'better-auth' ? '/api/auth/commet/webhooks' : '/webhooks/commet'}`);
        assert.equal((await fetch(`${url}/reports`)).status, 200);
      } finally {
        child.kill('SIGTERM');
        await ended;
      }
    });
  }
}

test('any framework with requests as fetch has them', async () => {
  const { POST } = await import('../documentation/node-http/fetch.js');
  assert.deepEqual(await answer(POST, creem, signed(creem, 'creem')), [200, '{"received":true}']);
  assert.equal((await answer(POST, creem, signed('{}', 'creem')))[0], 403);
});

test('the errors of the README', async () => {
  const { POST } = await import('../documentation/node-readme/webhook.js');
  const { explain } = await import('../documentation/node-readme/explain.js');
  const { WebhookError, Webhooks } = await import('@commet/node');
  assert.deepEqual(await answer(POST, commet, signed(commet)), [200, '{"received":true}']);
  for (const [attempt, expected] of [
    [() => new Webhooks({ secret: SECRET }).receive(commet, {}), /^403 missing_signature$/],
    [() => new Webhooks({ secret: '' }), /^repair the receiver: /],
  ]) {
    assert.throws(attempt, (error) => error instanceof WebhookError && expected.test(explain(error)));
  }
  assert.throws(() => explain(new Error('another')), /another/);
});

describe('migration', () => {
  const at = (file) => import(`../documentation/migration/${file}.js`);
  const headers = signed(commet);

  test('from @commet/node', async () => {
    const { POST } = await at('verify');
    assert.deepEqual(await answer(POST, commet, headers), [200, 'OK']);
    assert.deepEqual(await answer(POST, `${commet} `, headers), [403, 'Invalid signature']);
  });

  test('to receive', async () => {
    const { POST } = await at('receive');
    assert.deepEqual(await answer(POST, commet, headers), [200, 'OK']);
    assert.deepEqual(await answer(POST, commet, signed(commet, 'commet', 'whsec_old')), [200, 'OK']);
    assert.deepEqual(await answer(POST, `${commet} `, headers), [403, 'signature_mismatch']);
    const sandbox = commet.replace('"live"', '"sandbox"');
    assert.deepEqual(await answer(POST, sandbox, signed(sandbox)), [400, 'wrong_mode']);
    const old = commet.replace(/20\d\d-/, '2025-');
    assert.deepEqual(await answer(POST, old, signed(old)), [400, 'too_old']);
  });

  test('from @commet/better-auth', async () => {
    const { auth } = await at('auth');
    const send = (body) => auth.handler(new Request('http://localhost/api/auth/commet/webhooks', { method: 'POST', body, headers }));
    assert.equal((await send(commet)).status, 200);
    assert.equal((await send(`${commet} `)).status, 403);
  });

  test('from HMAC by hand', async () => {
    for (const file of ['by-hand', 'with-creem']) {
      const { receive } = await at(file);
      assert.equal(receive(creem, sign(creem)).id, 'evt_1');
      assert.equal(receive(creem, sign('{}')), null);
    }
    const [{ receive: before }, { receive: after }] = [await at('by-hand'), await at('with-creem')];
    assert.throws(() => before(creem, 'ab'), RangeError);
    assert.equal(after(creem, 'ab'), null);
  });

  test('from standardwebhooks', async () => {
    process.env.COMMET_WEBHOOK_SECRET = 'whsec_test';
    const [{ receive: before }, { receive: after }] = [await at('standard'), await at('with-webhooks')];
    const now = new Date();
    const theirs = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new standard.Webhook('whsec_test').sign('msg_1', now, commet),
    };
    const ours = signed(commet, 'commet', 'whsec_test');
    assert.equal(before(commet, theirs).id, 'whev_1');
    assert.equal(after(commet, ours).id, 'whev_1');
    // Neither verifies what is the other's.
    assert.throws(() => before(commet, ours), standard.WebhookVerificationError);
    assert.throws(() => after(commet, theirs), { code: 'missing_signature' });
  });
});
