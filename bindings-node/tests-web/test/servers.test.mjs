// Express, Fastify, Hono, Better Auth and plain node:http, each with its real server.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import * as betterAuth from '../build/better-auth.js';
import * as express from '../build/express.js';
import * as fastify from '../build/fastify.js';
import { taken } from '../build/handlers.js';
import * as hono from '../build/hono.js';
import { post, postInTurn, SECRET, signed } from './client.mjs';
import { commetContract, creemContract } from './contract.mjs';

const body = JSON.stringify({ event: 'subscription.activated', data: { name: 'Zoë 🧾', amount: 1.0 } });
const NOT_RAW = [500, '{"received":false,"code":"body_not_raw"}'];

async function answer(url, headers = signed(body)) {
  const response = await post(url, body, headers);
  return [response.status, response.body];
}

/** A description of tests with a server that `start` gives the address of, and a function that stops it. */
function withServer(name, start, tests) {
  describe(name, () => {
    let base, stop;
    before(async () => {
      [base, stop] = await start();
      taken();
    });
    after(() => stop());
    tests((path) => () => ({ url: base + path, calls: async () => taken() }));
  });
}

async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return [
    `http://127.0.0.1:${server.address().port}`,
    () => {
      server.closeAllConnections();
      server.close();
    },
  ];
}

const handlerAndCatchAll = (calls, payload, { handler }) => {
  assert.deepEqual(
    calls.map((call) => call.handler),
    [handler, 'onPayload'],
  );
  assert.deepEqual(calls[0].payload, payload);
};

function goesOnAfterTooLarge(receiver) {
  test('a connection goes on after a body that is too large', async () => {
    const { url, calls } = receiver();
    const tooLarge = Buffer.alloc(8 << 20, ' ');
    const requests = [tooLarge, body, tooLarge, body].map((sent) => [sent, signed(sent)]);
    assert.deepEqual(await postInTurn(url, requests), [413, 200, 413, 200]);
    await calls();
  });
}

for (const version of [4, 5]) {
  withServer(
    `Express ${version}`,
    () => listening(createServer(express.listener(version, SECRET))),
    (at) => {
      commetContract(at('/commet'));
      creemContract(at('/creem'), handlerAndCatchAll);
      goesOnAfterTooLarge(at('/commet'));

      test('leaves alone what somebody else has answered', async () => {
        assert.deepEqual(await answer(at('/answered')().url), [200, 'mine']);
        assert.deepEqual(await answer(at('/commet')().url), [200, '{"received":true}']);
        const handlers = ['onSubscriptionActivated', 'onPayload'];
        assert.deepEqual(taken().map(({ handler }) => handler), [...handlers, ...handlers]);
      });

      test('after parsers that keep the bytes', async () => {
        for (const path of ['/after-raw', '/after-text', '/after-json-that-keeps-bytes']) {
          assert.deepEqual(await answer(at(path)().url), [200, '{"received":true}'], path);
          assert.equal(taken().length, 2);
        }
        assert.equal((await answer(at('/after-raw')().url, signed('{}')))[0], 403);
        assert.deepEqual(taken(), [{ handler: 'onError', error: 'signature_mismatch' }]);
      });

      test('after express.json() it says what is wrong', async () => {
        assert.deepEqual(await answer(at('/after-json')().url), NOT_RAW);
        assert.deepEqual(taken(), [{ handler: 'onError', error: 'body_not_raw' }]);
        // The parser leaves other types alone, and so are the bytes.
        assert.equal((await answer(at('/after-json')().url, { ...signed(body), 'content-type': 'text/plain' }))[0], 200);
        taken();
      });
    },
  );
}

withServer(
  'node:http',
  () => listening(express.plain(SECRET)),
  (at) => {
    commetContract(at('/'));
    goesOnAfterTooLarge(at('/'));
  },
);

withServer(
  'Fastify',
  async () => {
    const app = await fastify.application(SECRET);
    return [await app.listen({ port: 0, host: '127.0.0.1' }), () => app.close()];
  },
  (at) => {
    commetContract(at('/commet'));
    creemContract(at('/creem'), handlerAndCatchAll);
    goesOnAfterTooLarge(at('/commet'));

    test('with a slash at the end', async () => assert.equal((await answer(at('/commet/')().url))[0], 200));

    test('the parsers of the rest of the application are as they were', async () => {
      taken();
      for (const [type, parsed] of [
        ['application/json', JSON.parse(body)],
        ['text/plain', `text: ${body}`],
      ]) {
        assert.deepEqual(await answer(at('/echo')().url, { 'content-type': type }), [200, JSON.stringify({ body: parsed })]);
      }
    });

    test('after a hook that has read the body it says what is wrong', async () => {
      assert.deepEqual(await answer(at('/after-reading')().url), NOT_RAW);
      assert.deepEqual(taken(), [{ handler: 'onError', error: 'body_not_raw' }]);
    });
  },
);

withServer(
  'Hono',
  async () => {
    let server;
    const port = await new Promise((listen) => (server = hono.server(SECRET, listen)));
    return [
      `http://127.0.0.1:${port}`,
      () => {
        server.closeAllConnections();
        server.close();
      },
    ];
  },
  (at) => {
    commetContract(at('/commet'));
    creemContract(at('/creem'), handlerAndCatchAll);

    test('after a middleware that has read the body it says what is wrong', async () => {
      assert.deepEqual(await answer(at('/after-reading')().url), NOT_RAW);
      assert.deepEqual(taken(), [{ handler: 'onError', error: 'body_not_raw' }]);
    });
  },
);

withServer(
  'Better Auth',
  () => listening(createServer(betterAuth.listener(SECRET))),
  (at) => {
    // Its bridge to node:http gives no body to a request that declares no type; providers declare one.
    commetContract(at('/api/auth/commet/webhooks'), { typeless: false });

    test('a burst of events is not limited, as the other endpoints are', async () => {
      const { url } = at('/api/auth/commet/webhooks')();
      for (let event = 0; event < 250; event++) assert.equal((await answer(url))[0], 200);
      assert.equal(taken().length, 500);
      const statuses = new Set();
      for (let request = 0; request < 150; request++) statuses.add((await fetch(url.replace('commet/webhooks', 'ok'))).status);
      assert.deepEqual([...statuses], [200, 429]);
    });
  },
);
