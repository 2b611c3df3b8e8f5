/**
 * Receive the webhooks of CREEM in Next.js (App Router).
 *
 * @packageDocumentation
 */

import { callHandler, readRequest, receiverOf, HANDLERS } from '@commet/node/adapter';
import type { creem, Handler } from '@commet/node';
import type { FlatEvent, WebhookOptions } from './types.js';

export type * from './types.js';

/**
 * Makes the `POST` of a route.
 *
 * ```ts
 * // app/api/webhook/creem/route.ts
 * export const POST = Webhook({
 *   webhookSecret: process.env.CREEM_WEBHOOK_SECRET,
 *   onGrantAccess: async ({ customer, metadata }) => grantAccess(metadata?.referenceId, customer.email),
 *   onRevokeAccess: async ({ customer, metadata }) => revokeAccess(metadata?.referenceId, customer.email),
 * });
 * ```
 *
 * Each request is verified over the bytes that came. Where the event decides about access, `onGrantAccess` or
 * `onRevokeAccess` is called first, then the handler of the event, then `onPayload`; each is waited for. The
 * answer is 200 when they are done, also to events that this version does not know; 403 to what is not authentic,
 * 400 to what cannot be read, 413 to what is too large, and 500 when a handler throws, so that CREEM sends the
 * event again.
 */
export function Webhook(options: WebhookOptions): (request: Request) => Promise<Response> {
  const handlers = new Map<string, unknown>(
    Object.entries(HANDLERS.creem).map(([name, event]) => [event, options[name as keyof WebhookOptions]]),
  );
  const receive = receiverOf('creem', options, async (event) => {
    const access = accessHandler(options, event);
    if (access !== undefined) await callHandler(access, [{ ...event.data, reason: event.type.replaceAll('.', '_') }], event);
    const handle = handlers.get(event.type);
    if (typeof handle === 'function') await callHandler(handle as Handler<any, creem.CreemEvent>, [flatten(event)], event);
    if (typeof options.onPayload === 'function') await callHandler(options.onPayload, [event.raw], event);
  });
  return async (request) => {
    // Somebody else has read a used body; there is nothing left to verify, and the receiver says so.
    const raw = request.bodyUsed ? undefined : await readRequest(request, options.maxBodyBytes);
    const { status, headers, body } = await receive(raw!, request.headers);
    return new Response(body, { status, headers });
  };
}

function accessHandler(
  { onGrantAccess, onRevokeAccess }: WebhookOptions,
  { access }: creem.CreemEvent,
): Handler<any, creem.CreemEvent> | undefined {
  if (access === null) return undefined;
  return access === 'denied' ? onRevokeAccess : onGrantAccess;
}

/** The keys of the object on the top level, and beside them those of the envelope, which the object cannot replace. */
function flatten({ data, raw }: creem.CreemEvent): FlatEvent {
  const { eventType, id, created_at } = raw;
  return { ...data, webhookEventType: eventType, webhookId: id, webhookCreatedAt: created_at } as FlatEvent;
}
