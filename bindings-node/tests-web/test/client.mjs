// A provider, as a server meets it: requests byte for byte, in the pieces that are asked for.
import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';

export const SECRET = 'whsec_clé_de_test_🔑';

const SIGNATURE = { commet: 'x-commet-signature', creem: 'creem-signature' };

export const sign = (body, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');

/** The headers of a provider's request with this body. */
export function signed(body, provider = 'commet', secret = SECRET) {
  return { 'content-type': 'application/json', [SIGNATURE[provider]]: sign(body, secret) };
}

/**
 * Posts the chunks one by one, and gives the answer, which may come before all of them are sent. The size is
 * declared unless `chunked`.
 */
export function post(url, chunks, headers, { chunked = false } = {}) {
  const parts = Array.isArray(chunks) ? chunks : [chunks];
  return new Promise((resolve, reject) => {
    const size = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      headers: chunked ? headers : { ...headers, 'content-length': size },
      timeout: 60_000,
    });
    let answered = false;
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer from ${url}`)));
    outgoing.on('error', (error) => answered || reject(error));
    outgoing.on('response', async (response) => {
      answered = true;
      try {
        const received = Buffer.concat(await response.toArray()).toString();
        resolve({ status: response.statusCode, type: response.headers['content-type'], body: received });
      } catch (error) {
        reject(error);
      } finally {
        outgoing.destroy();
      }
    });
    outgoing.setNoDelay(true);
    (async () => {
      for (const part of parts) {
        if (answered || outgoing.destroyed) return;
        await new Promise((written) => outgoing.write(part, written));
        if (parts.length > 1) await new Promise((later) => setTimeout(later, 2));
      }
      outgoing.end();
    })();
  });
}

/** The statuses of requests that are sent one behind the other on one connection. */
export function postInTurn(url, requests) {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname);
    let received = '';
    const statuses = () => Array.from(received.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => Number(status));
    socket.setTimeout(60_000, () => socket.destroy(new Error(`not all answers from ${url}: ${statuses()}`)));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (statuses().length === requests.length) socket.end();
    });
    socket.on('close', () => resolve(statuses()));
    for (const [body, headers] of requests) {
      const all = { host: hostname, ...headers, 'content-length': Buffer.byteLength(body) };
      const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`POST ${pathname} HTTP/1.1\r\n${head.join('')}\r\n`);
      socket.write(body);
    }
  });
}
