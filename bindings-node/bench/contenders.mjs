// What is compared. Each signs bodies in its own way, and gives the call that a receiver makes for each.
import crypto, { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Commet, Webhooks } from '@commet/node';
import { Commet as Official } from 'official';
import { Webhook as Standard } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as Svix } from 'svix';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
// Its one call is there since Node 20.12.
const sha256 = crypto.hash
  ? (body) => crypto.hash('sha256', body, 'buffer')
  : (body) => createHash('sha256').update(body).digest();
const hmac = (body) => createHmac('sha256', secret).update(body).digest('hex');

const ours = new Commet({ apiKey: 'ck' }).webhooks;
const receiver = new Webhooks({ secret });
const official = new Official({ apiKey: 'ck_test_1' }).webhooks;
const standard = new Standard(secret);
const svix = new Svix(secret);
const stripe = new Stripe('sk_test_1');

const signed = (rawBody) => ({ rawBody, signature: hmac(rawBody), secret });
const withHeaders = (rawBody) => ({
  rawBody,
  headers: {
    host: 'example.com',
    'user-agent': 'Commet-Webhooks/1.0',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(rawBody)),
    'x-commet-signature': hmac(rawBody),
    'x-commet-event': JSON.parse(rawBody).event,
    'x-commet-timestamp': '2026-06-23T14:00:00.000Z',
    accept: '*/*',
  },
});
const numbered = (library, prefix) => (rawBody) => {
  const now = new Date();
  const headers = {
    [`${prefix}-id`]: 'msg_1',
    [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
    [`${prefix}-signature`]: library.sign('msg_1', now, String(rawBody)),
  };
  return { rawBody, headers };
};

/**
 * By name: what it does and whether it is a call of ours or a peer, what is prepared of a body, what is timed, and how
 * the result is told to be right.
 */
export const contenders = {
  verifyAndParse: {
    task: 'parse',
    role: 'call',
    prepare: signed,
    run: (input) => ours.verifyAndParse(input),
    event: (payload) => payload.event,
  },
  'receive, two fields': {
    task: 'parse',
    role: 'call',
    prepare: withHeaders,
    run: ({ rawBody, headers }) => {
      const event = receiver.receive(rawBody, headers);
      return [event, event.data.customerId, event.data.status];
    },
    event: ([event]) => event.type,
  },
  '@commet/node of npm': {
    task: 'parse',
    role: 'peer',
    prepare: signed,
    run: (input) => official.verifyAndParse(input),
    event: (payload) => payload.event,
  },
  'createHmac + JSON.parse': {
    task: 'parse',
    role: 'peer',
    prepare: signed,
    run: ({ rawBody, signature }) => {
      const expected = createHmac('sha256', secret).update(rawBody).digest();
      return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? JSON.parse(rawBody) : null;
    },
    event: (payload) => payload.event,
  },
  standardwebhooks: {
    task: 'parse',
    role: 'peer',
    prepare: numbered(standard, 'webhook'),
    run: ({ rawBody, headers }) => standard.verify(rawBody, headers),
    event: (payload) => payload.event,
  },
  svix: {
    task: 'parse',
    role: 'peer',
    prepare: numbered(svix, 'svix'),
    run: ({ rawBody, headers }) => svix.verify(rawBody, headers),
    event: (payload) => payload.event,
  },
  stripe: {
    task: 'parse',
    role: 'peer',
    prepare: (rawBody) => ({
      rawBody,
      header: stripe.webhooks.generateTestHeaderString({ payload: String(rawBody), secret }),
    }),
    run: ({ rawBody, header }) => stripe.webhooks.constructEvent(rawBody, header, secret),
    event: (payload) => payload.event,
  },
  'SHA-256 alone': {
    task: 'hash',
    role: 'peer',
    prepare: (rawBody) => rawBody,
    run: (rawBody) => [rawBody, sha256(rawBody)],
    event: ([rawBody]) => JSON.parse(rawBody).event,
  },
};
