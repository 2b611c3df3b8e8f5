// The providers' samples as they stand, over HTTP. test.sh has compiled them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { it } from 'node:test';
import { body, hmac } from './support.mjs';

process.env.COMMET_API_KEY = 'ck_1';
process.env.COMMET_WEBHOOK_SECRET = 'whsec_sample';

it('verify by hand', async () => {
  const { POST } = await import('./samples/verify-by-hand.js');
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request('http://localhost/', { method: incoming.method, headers: incoming.headers, body: incoming, duplex: 'half' });
    const response = await POST(request);
    outgoing.writeHead(response.status).end(await response.text());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const post = async (text, headers) => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}`, { method: 'POST', body: text, headers });
    return [response.status, await response.text()];
  };
  const unknown = '{"event":"news","data":{}}';
  const [activated, canceled] = [body(), body({ name: 'é株😀' }, { event: 'subscription.canceled' })];
  for (const text of [activated, canceled, unknown]) {
    assert.deepEqual(await post(text, { 'X-Commet-Signature': hmac(text, 'whsec_sample') }), [200, 'OK']);
    assert.deepEqual(await post(`${text} `, { 'X-Commet-Signature': hmac(text, 'whsec_sample') }), [403, 'Invalid signature']);
  }
  assert.deepEqual(await post(activated, {}), [403, 'Invalid signature']);
  server.close();
});
