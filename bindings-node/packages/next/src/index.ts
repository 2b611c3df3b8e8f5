/**
 * Receive the webhooks of Commet in Next.js (App Router).
 *
 * @packageDocumentation
 */

import type { WebhookEvent, WebhookEventDataMap, WebhookHandlers } from '@commet/node';
import { createReceiver, readRequest, type ReceiverOptions } from '@commet/node/adapter';

export type { WebhookEvent, WebhookEventPayload, WebhookPayload } from '@commet/node';

/** The data of any event. */
export type WebhookData = WebhookEventDataMap[WebhookEvent];

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
 * Each request is verified over the bytes that came. The handler of its event is called, then `onPayload`; both
 * are waited for. The answer is 200 when they are done, 403 to what is not authentic, 400 to what cannot be read,
 * 413 to what is too large, and 500 when a handler throws, so that Commet sends the event again.
 */
export function Webhooks(config: WebhooksConfig): (request: Request) => Promise<Response> {
  const receive = createReceiver('commet', config);
  return async (request) => {
    // Somebody else has read a used body; there is nothing left to verify, and the receiver says so.
    const raw = request.bodyUsed ? undefined : await readRequest(request, config.maxBodyBytes);
    const { status, headers, body } = await receive(raw!, request.headers);
    return new Response(body, { status, headers });
  };
}
