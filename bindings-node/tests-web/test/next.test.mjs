// Next.js, built with either of its bundlers before this runs, started as it is in production: where it was built,
// and what it puts together to be taken elsewhere.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { post, SECRET, signed } from './client.mjs';
import { commetContract, creemContract } from './contract.mjs';

const REVOKING = ['subscription.paused', 'subscription.expired', 'subscription.canceled'];
const GRANTING = ['subscription.active', 'subscription.trialing', 'subscription.paid'];

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts a server; gives its address, what it has printed, and a function that stops it. */
async function start(command, cwd, environment) {
  const env = { ...process.env, ...environment, COMMET_WEBHOOK_SECRET: SECRET, CREEM_WEBHOOK_SECRET: SECRET };
  // A group of its own, so that nothing that it starts is left.
  const child = spawn(process.execPath, command, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const base = await new Promise((found, failed) => {
    const read = (chunk) => {
      output += chunk;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (address !== null && /Ready/.test(output)) found(address[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => failed(new Error(`the server has ended with ${code}: ${output}`)));
  });
  const stop = async () => {
    const ended = once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  return { base, stop, printed: () => output };
}

const bundlers = ['webpack', 'turbopack'];

/** What a route of the documentation answers. */
async function documented(base, path, payload, provider = 'commet') {
  const body = JSON.stringify(payload);
  const large = body + ' '.repeat(1 << 20);
  const statuses = [];
  for (const [sent, signedBody] of [
    [body, body],
    [`${body} `, body],
    ['{', '{'],
    [large, large],
  ]) {
    statuses.push((await post(base + path, sent, signed(signedBody, provider))).status);
  }
  assert.deepEqual(statuses, [200, 403, 400, 413]);
}

/** What `output: 'standalone'` gives, moved away from the project, so that what is missing in it is missed. */
for (const bundler of bundlers) {
  describe(`Next.js, built with ${bundler}, elsewhere`, () => {
    let server, place;
    before(async () => {
      place = await mkdtemp(join(tmpdir(), 'standalone-'));
      await cp(join(root, 'next/dist', bundler, 'standalone'), place, { recursive: true, verbatimSymlinks: true });
      server = await start(['next/server.js'], place, { PORT: '0', HOSTNAME: '127.0.0.1' });
    });
    after(async () => {
      await server?.stop();
      await rm(place, { recursive: true });
    });

    for (const path of ['/commet/all', '/commet/manual']) {
      test(`${path}: signed and forged`, async () => {
        const body = JSON.stringify({ event: 'a.b', data: {} });
        assert.equal((await post(server.base + path, body, signed(body))).status, 200);
        assert.equal((await post(server.base + path, body, signed(body, 'commet', 'other'))).status, 403);
      });
    }
  });
}

for (const bundler of bundlers) {
  describe(`Next.js, built with ${bundler}`, () => {
    let server;
    const calls = async () => (await fetch(`${server.base}/calls`)).json();
    const at = (path) => () => ({ url: server.base + path, calls });
    before(async () => {
      const command = ['node_modules/next/dist/bin/next', 'start', 'next', '--port', '0', '--hostname', '127.0.0.1'];
      server = await start(command, root, { NEXT_DIST: `dist/${bundler}` });
    });
    after(() => server?.stop());

    /** Posts and gives the answer's status and text, and what was called. */
    async function put(path, payload, provider, secret = SECRET) {
      const body = JSON.stringify(payload);
      const response = await post(server.base + path, body, signed(body, provider, secret));
      return [response.status, response.body, await calls()];
    }

    const inWords = (status) => ({ 400: 'Invalid payload', 403: 'Invalid signature', 413: 'Invalid payload', 500: 'Handler failed' })[status];
    commetContract(at('/commet/all'), { inWords });

    creemContract(at('/creem/all'), (recorded, payload, { handler }) => {
      const { eventType, id, created_at, object } = payload;
      const access = GRANTING.includes(eventType) ? 'onGrantAccess' : REVOKING.includes(eventType) ? 'onRevokeAccess' : undefined;
      assert.deepEqual(
        recorded.map(({ handler, payload }) => [handler, payload]),
        [
          ...(access === undefined ? [] : [[access, { ...object, reason: eventType.replace('.', '_') }]]),
          [handler, { ...object, webhookEventType: eventType, webhookId: id, webhookCreatedAt: created_at }],
          ['onPayload', payload],
        ],
      );
    });

    test('CREEM: an object cannot pass for its envelope, and its metadata stay as they are', async () => {
      const forged = { webhookId: 'a', webhookEventType: 'b', webhookCreatedAt: 'c', reason: 'd' };
      const metadata = { ...forged, user_id: 1, userId: 2, id: 3 };
      const payload = { id: 'evt_1', eventType: 'subscription.paid', created_at: 5, object: { ...forged, id: 'sub_1', status: 'active', metadata } };
      const [status, , [granted, paid]] = await put('/creem/all', payload, 'creem');
      assert.equal(status, 200);
      assert.equal(granted.payload.reason, 'subscription_paid');
      const { webhookId, webhookEventType, webhookCreatedAt, reason, id } = paid.payload;
      assert.deepEqual([webhookId, webhookEventType, webhookCreatedAt, reason, id], ['evt_1', 'subscription.paid', 5, 'd', 'sub_1']);
      assert.deepEqual(granted.payload.metadata, metadata);
      assert.deepEqual(paid.payload.metadata, metadata);
    });

    test('without a secret it builds and starts, and refuses every request', async () => {
      const [status, answer, called] = await put('/commet/unset', { event: 'a.b', data: {} }, 'commet');
      assert.deepEqual([status, answer], [500, '{"received":false,"code":"empty_secret","error":"Internal error"}']);
      assert.deepEqual(called, [{ handler: 'onError', error: 'empty_secret' }]);
    });

    test('after a body has been read it says what is wrong', async () => {
      const [status, answer] = await put('/commet/after-reading', { event: 'a.b', data: {} }, 'commet');
      assert.deepEqual([status, answer], [500, '{"received":false,"code":"body_not_raw","error":"Internal error"}']);
    });

    const activated = {
      event: 'subscription.activated',
      organizationId: 'org_1',
      data: { subscriptionId: 'sub_1', customerId: 'user_1', externalId: 'merchant_1', status: 'active', name: 'Zoë' },
    };
    const canceled = { ...activated, event: 'subscription.canceled', data: { ...activated.data, status: 'canceled' } };
    const paid = {
      id: 'evt_1',
      eventType: 'subscription.paid',
      created_at: 1728734327355,
      object: { id: 'sub_1', status: 'active', customer: { id: 'cust_1', email: 'zoë@example.com' }, metadata: { referenceId: 'user_1' } },
    };

    for (const [sample, path, provider, payload, calledBy, refusal] of [
      ["Commet's skill", '/commet/skill', 'commet', activated, [['sendWelcomeEmail', 'merchant_1']], 403],
      ["Commet's skill", '/commet/skill', 'commet', canceled, [['sendCancellationEmail', 'merchant_1']], 403],
      ["Commet's introduction", '/commet/docs', 'commet', activated, [['db', { isPaid: true, id: 'user_1' }]], 403],
      ["Commet's introduction", '/commet/docs', 'commet', canceled, [['db', { isPaid: false, id: 'user_1' }]], 403],
      ["Commet's introduction, by hand", '/commet/manual', 'commet', activated, [], 403],
      ["CREEM's reference", '/creem/docs', 'creem', paid, [['grantAccess', ['user_1', 'zoë@example.com']]], 403],
      [
        "CREEM's reference",
        '/creem/docs',
        'creem',
        { ...paid, eventType: 'subscription.expired' },
        [['revokeAccess', ['user_1', 'zoë@example.com']]],
        403,
      ],
      ["CREEM's reference, by hand", '/creem/manual', 'creem', paid, [['handle', paid.object]], 401],
    ]) {
      test(`the sample of ${sample}: ${payload.event ?? payload.eventType}`, async () => {
        const [status, , called] = await put(path, payload, provider);
        assert.equal(status, 200);
        assert.deepEqual(
          called.map(({ handler, payload }) => [handler, payload]),
          calledBy,
        );
        const [forged, , none] = await put(path, payload, provider, 'another secret');
        assert.deepEqual([forged, none], [refusal, []]);
      });
    }

    for (const page of ['next-readme', 'nextjs', 'migration']) {
      test(`the route of Commet in ${page}`, () => documented(server.base, `/${page}/api/webhooks/commet`, { event: 'a.b', data: {} }));
    }
    for (const path of ['/creem-nextjs-readme/api/webhook/creem', '/migration/api/webhook/creem', '/api/nextjs/webhooks/creem']) {
      test(`the route of CREEM at ${path}`, () => documented(server.base, path, paid, 'creem'));
    }

    test('the samples log what they say they do', async () => {
      await put('/commet/docs', activated, 'commet');
      await put('/creem/docs', { ...paid, eventType: 'checkout.completed', object: { ...paid.object, product: { id: 'prod_1', name: 'Pro' } } }, 'creem');
      assert.match(server.printed(), /Received: subscription\.activated/);
      assert.match(server.printed(), /zoë@example\.com purchased Pro/);
    });
  });
}
