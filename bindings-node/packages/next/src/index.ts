/**
 * Receive the webhooks of Commet in Next.js (App Router).
 *
 * @packageDocumentation
 */

import type { WebhookHandlers } from '@commet/node';
import { createReceiver, readRequest, type ReceiverOptions } from '@commet/node/adapter';

export type { WebhookData, WebhookEvent, WebhookEventPayload, WebhookPayload } from '@commet/node';

/** A secret, a handler for each event, and what holds for all of them. */
export interface WebhooksConfig extends ReceiverOptions<'commet'>, WebhookHandlers {}

/**
 * Makes the `POST` of a route.
 *
 * ```ts
 * // app/api/webhooks/commet/route.ts
 * export const POST = Webhooks({
 *   webhookSecret: process.env.COMMET_WEBHOOK_SECRET,
 *   onSubscriptionActivated: async (payload) => grantAccess(payload.data.customerId),
 * });
 * ```
 *
 * Each request is verified over the bytes that came. The handler of its event and `onPayload` are called, which do
 * not wait for each other. The answer is 200 when both are done, 403 to what is not authentic, 400 to what cannot
 * be read, 413 to what is too large, and 500 when a handler throws, so that Commet sends the event again. Where it
 * is not 200, its JSON has the `code` of what was wrong, and an `error` in words.
 */
export function Webhooks(config: WebhooksConfig): (request: Request) => Promise<Response> {
  const receive = createReceiver('commet', config);
  return async (request) => {
    // Somebody else has read a used body; there is nothing left to verify, and the receiver says so.
    const raw = request.bodyUsed ? undefined : await readRequest(request, config.maxBodyBytes);
    const { status, headers, content } = await receive(raw!, request.headers);
    return Response.json(content.received ? content : { ...content, error: inWords(status, content.code) }, { status, headers });
  };
}

/** What Commet's own package says in such a case. */
function inWords(status: number, code: string | undefined): string {
  // Without a code, a handler has thrown.
  if (status === 500) return code === undefined ? 'Handler failed' : 'Internal error';
  return status === 403 ? 'Invalid signature' : 'Invalid payload';
}
