/**
 * Receive the webhooks of Commet in Better Auth.
 *
 * @packageDocumentation
 */

import type { Commet, WebhookHandlers } from '@commet/node';
import { createReceiver, readRequest, type ReceiverOptions } from '@commet/node/adapter';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';

const PATH = '/commet/webhooks';

/** A secret, a handler for each event, and what holds for all of them. */
export interface WebhooksConfig extends Omit<ReceiverOptions<'commet'>, 'webhookSecret'>, WebhookHandlers {
  /** The endpoint's secret; several while one is replaced. */
  secret: ReceiverOptions<'commet'>['webhookSecret'];
}

/** A part of {@link commet}. */
export type CommetPlugin = ReturnType<typeof webhooks>;

/** The parts of {@link commet}. */
export interface CommetOptions {
  /** A client. Webhooks do not need it; it may stay where it is given. */
  client?: Commet | undefined;
  /** What to mount: {@link webhooks}. */
  use: readonly [CommetPlugin];
}

/**
 * The plugin: `betterAuth({ plugins: [commet({ use: [webhooks({ secret, onSubscriptionActivated })] })] })`.
 */
export function commet({ use }: CommetOptions) {
  const [{ commetWebhooks }] = use;
  return {
    id: 'commet',
    endpoints: { commetWebhooks },
    // All requests come from the few addresses of one sender, and only signatures say which are its own.
    rateLimit: [{ pathMatcher: (path: string): boolean => path === PATH, window: 1, max: Number.MAX_SAFE_INTEGER }],
  } satisfies BetterAuthPlugin;
}

/**
 * Mounts `POST /commet/webhooks` below Better Auth's base path: `/api/auth/commet/webhooks`, if it is the usual one.
 *
 * Each request is verified over the bytes that came. The handler of its event and `onPayload` are called, which do
 * not wait for each other. The answer is 200 when both are done, 403 to what is not authentic, 400 to what cannot be read,
 * 413 to what is too large, and 500 when a handler throws, so that Commet sends the event again.
 */
export function webhooks({ secret, ...options }: WebhooksConfig) {
  const receive = createReceiver('commet', { ...options, webhookSecret: secret });
  const commetWebhooks = createAuthEndpoint(PATH, { method: 'POST', disableBody: true, requireRequest: true }, async ({ request }) => {
    // Somebody else has read a used body; there is nothing left to verify, and the receiver says so.
    const raw = request.bodyUsed ? undefined : await readRequest(request, options.maxBodyBytes);
    const { status, headers, body } = await receive(raw!, request.headers);
    return new Response(body, { status, headers });
  });
  return { commetWebhooks };
}
