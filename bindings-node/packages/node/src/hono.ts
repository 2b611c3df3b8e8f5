/**
 * Receive webhooks in Hono.
 *
 * @packageDocumentation
 */

import { createReceiver, readRequest, type HandlersOf, type ReceiverOptions } from './adapter.js';
import type { ProviderName } from './generated/catalog.js';

/** A secret, a handler for each event, and what holds for all of them. */
export type WebhooksConfig<Name extends ProviderName = 'commet'> = { provider?: Name } & ReceiverOptions<Name> & HandlersOf[Name];

/** What is needed of Hono's `Context`. */
export interface Context {
  req: { raw: Request };
}

/**
 * Makes the handler of a route: `app.post('/webhooks/commet', Webhooks({ webhookSecret, onSubscriptionActivated }))`.
 *
 * It reads the request itself. Where somebody has done so before, the bytes are gone, and the request is answered
 * with 500 and `body_not_raw`.
 */
export function Webhooks<Name extends ProviderName = 'commet'>(
  config: WebhooksConfig<Name>,
): (context: Context) => Promise<Response> {
  const receive = createReceiver<Name>(config.provider ?? ('commet' as Name), config);
  return async ({ req: { raw: request } }) => {
    const raw = request.bodyUsed ? undefined : await readRequest(request, config.maxBodyBytes);
    const { status, headers, body } = await receive(raw!, request.headers);
    return new Response(body, { status, headers });
  };
}
