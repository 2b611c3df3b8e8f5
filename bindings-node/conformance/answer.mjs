// Answers to the cases of the conformance protocol, through the calls that users have.
import { Commet, Creem, WebhookError } from '@commet/node';

const clients = { commet: new Commet(), creem: new Creem() };
const signatureHeaders = { commet: 'X-Commet-Signature', creem: 'creem-signature' };

/** A case. Half a surrogate pair, in a signature for instance, stays what it is. */
export const parseCase = JSON.parse;

export function answer({ id, provider, body, signature, secret, headers, options = {} }) {
  const { webhooks } = clients[provider];
  const rawBody = Buffer.from(body, 'base64');
  return {
    id,
    verify: webhooks.verify({ payload: rawBody, signature, secret }),
    parse: value(webhooks.verifyAndParse({ rawBody, signature, secret })),
    receive: received(() =>
      webhooks.receive(rawBody, headers ?? { [signatureHeaders[provider]]: signature }, {
        secret,
        secrets: options.secrets,
        mode: options.mode,
        maxAge: options.max_age_seconds,
        maxBodyBytes: options.max_body_bytes,
        now: options.now && new Date(options.now),
      }),
    ),
  };
}

function received(receive) {
  try {
    const event = receive();
    return {
      ok: true,
      type: event.type,
      known: event.known,
      typed: event.typed,
      event_id: event.id,
      idempotency_key: event.idempotencyKey,
      time: event.time?.toISOString() ?? null,
      mode: event.mode,
      api_version: event.apiVersion,
      grants_access: event.grantsAccess,
      data: value(event.data),
    };
  } catch (error) {
    if (!(error instanceof WebhookError)) throw error;
    return { ok: false, code: error.code };
  }
}

/** A value as the protocol writes it. */
function value(plain) {
  if (typeof plain === 'number') {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(plain);
    return { n: bits.toString('hex') };
  }
  if (plain === null || typeof plain !== 'object') return plain;
  if (Array.isArray(plain)) return plain.map(value);
  const entries = Object.entries(plain).map(([key, entry]) => [key, value(entry)]);
  return { o: entries.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right))) };
}
