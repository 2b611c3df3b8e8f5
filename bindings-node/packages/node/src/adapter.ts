/**
 * What the adapters for frameworks have in common, for those who write one: a request's bytes and headers in,
 * an answer out.
 *
 * @packageDocumentation
 */

import type { IncomingMessage } from 'node:http';
import { types } from 'node:util';
import { WebhookError } from './errors.js';
import * as commet from './generated/commet.js';
import * as creem from './generated/creem.js';
import type { ProviderName } from './generated/catalog.js';
import type { ErrorCode } from './generated/errors.js';
import type { HeadersLike, RawBody } from './types.js';
import { Webhooks, type Providers, type ReceiveExpectations } from './webhooks.js';

/** The body size up to which adapters read unless told otherwise: 1 MiB, many times the largest event. */
export const DEFAULT_MAX_BODY_BYTES = 1 << 20;

/** For each provider, the handlers that adapters take and the event that each is for. */
export const HANDLERS = { commet: commet.HANDLERS, creem: creem.HANDLERS };

/** The handlers of a provider's events, by the name of the handler. */
export interface HandlersOf {
  commet: commet.WebhookHandlers;
  creem: creem.WebhookHandlers;
}

/** What to answer the provider with. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly 'content-type': 'application/json' };
  /** What the body says: whether the event was received, or the `code` of what was wrong. */
  readonly content: { readonly received: boolean; readonly code?: ErrorCode };
  /** That as JSON: `{"received":true}`, or `{"received":false,"code":"signature_mismatch"}`. */
  readonly body: string;
}

/** Takes a request's body and all its headers. Never fails. */
export type Receiver = (body: RawBody, headers: HeadersLike) => Promise<Answer>;

/** What all adapters take besides handlers. */
export interface ReceiverOptions<Name extends ProviderName> extends ReceiveExpectations {
  /** The endpoint's secret; several while one is replaced. */
  webhookSecret: string | readonly string[] | undefined;
  /** Called for every event, known or unknown, along with the handler of its own. */
  onPayload?: ((payload: Providers[Name]['Payload'], event: Providers[Name]['Event']) => unknown) | undefined;
  /**
   * Called with why a request is not answered with 200: a {@link WebhookError} where it was refused, or what a
   * handler has thrown, with the payload that it was called for, and the event if there is a third parameter; what is
   * no `Error` is the `cause` of one. Without it, `console.error` is.
   */
  onError?:
    | ((error: Error, payload?: Providers[Name]['Payload'], event?: Providers[Name]['Event']) => unknown)
    | undefined;
}

/**
 * Makes a receiver of handlers. It verifies a request, calls the event's handler and `onPayload`, which do not wait
 * for each other, waits for both, and answers:
 *
 * - 200 when they are done, also when there are none for the event;
 * - 403 to what is not authentic, 400 to what is authentic but cannot be read or is not expected, 413 to what is
 *   too large: see {@link WebhookError.httpStatus};
 * - 500 when a handler throws, so that the provider sends the event again.
 *
 * Handlers get the payload as it came, and the event where they have a parameter for it: see {@link callHandler}. An
 * event whose data does not fit its type is handed over too: `event.typed` tells. Without a secret, every request is
 * answered with 500 and `empty_secret`, rather than a build that has no secrets failing.
 */
export function createReceiver<Name extends ProviderName>(
  provider: Name,
  options: ReceiverOptions<Name> & HandlersOf[Name],
): Receiver {
  const byName = options as unknown as Record<string, ReceiverOptions<Name>['onPayload']>;
  const byEvent = new Map(Object.entries(HANDLERS[provider]).map(([name, event]) => [event as string, byName[name]]));
  return receiverOf(provider, options, async (event) => {
    const handlers = [byEvent.get(event.type), options.onPayload].filter((handle) => typeof handle === 'function');
    const results = await Promise.allSettled(handlers.map(async (handle) => callHandler(handle, [event.raw], event)));
    const failure = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (failure !== undefined) throw failure.reason;
  });
}

/**
 * Calls a handler with what the providers' own packages give it, and with the event behind that if it has a parameter
 * for it, by its `length`: what was written for those packages, such as `(payload, database = shared) =>` or a mock whose
 * calls are compared, gets nothing that it does not expect. A wrapper has to have the parameter as well.
 */
export function callHandler(
  handle: (...given: any[]) => unknown,
  given: readonly unknown[],
  event: unknown,
): unknown {
  return handle.length > given.length ? handle(...given, event) : handle(...given);
}

/** As {@link createReceiver}, for an adapter whose handlers take something else: with one function for all events. */
export function receiverOf<Name extends ProviderName>(
  provider: Name,
  options: ReceiverOptions<Name>,
  handle: (event: Providers[Name]['Event']) => unknown,
): Receiver {
  const { webhookSecret, maxBodyBytes = DEFAULT_MAX_BODY_BYTES, mode, maxAge, clockSkew, now, onError } = options;
  const secrets = (Array.isArray(webhookSecret) ? webhookSecret : [webhookSecret]) as readonly string[];
  let webhooks: Webhooks<Name> | undefined;
  const report = async (thrown: unknown, event?: Providers[Name]['Event']): Promise<void> => {
    // Also one of another realm, as Node's own are within Jest.
    const isError = thrown instanceof Error || types.isNativeError(thrown);
    const error = isError ? thrown : new Error('a handler has thrown what is no error', { cause: thrown });
    try {
      if (onError === undefined) console.error('@commet/node:', error);
      else await callHandler(onError, [error, event?.raw], event);
    } catch (another) {
      // The request has been dealt with, and its answer is not at stake.
      console.error('@commet/node: onError has thrown', another);
    }
  };
  return async (body, headers) => {
    let event: Providers[Name]['Event'] | undefined;
    try {
      webhooks ??= new Webhooks({ provider, secrets, maxBodyBytes, mode, maxAge, clockSkew, now });
      event = webhooks.receive(body, headers);
      await handle(event);
    } catch (error) {
      await report(error, event);
      // Only what was thrown before there was an event is said to the sender.
      return event === undefined && error instanceof WebhookError ? refused(error) : answer(500, { received: false });
    }
    return answer(200, { received: true });
  };
}

function refused(error: WebhookError): Answer {
  return answer(error.httpStatus, { received: false, code: error.code });
}

function answer(status: number, content: Answer['content']): Answer {
  return { status, headers: { 'content-type': 'application/json' }, content, body: JSON.stringify(content) };
}

/**
 * The bytes of a request of `fetch`'s kind. Of a body that is too large, one byte more than the limit is read:
 * enough to be refused.
 */
export async function readRequest(
  request: { readonly body: ReadableStream<Uint8Array> | null },
  limit: number = DEFAULT_MAX_BODY_BYTES,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
    if (size > limit) {
      // To cancel would close the connection of some servers before it is answered.
      reader.releaseLock();
      break;
    }
  }
  return Buffer.concat(chunks, Math.min(size, limit + 1));
}

/** The same for a request of `node:http`. */
export async function readIncoming(request: IncomingMessage, limit: number = DEFAULT_MAX_BODY_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer | string>) {
    // Text comes where somebody has set an encoding.
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    chunks.push(bytes);
    size += bytes.length;
    if (size > limit) break;
  }
  // What is left unread stands before the connection's next request, which would not be answered.
  if (size > limit) request.resume();
  return Buffer.concat(chunks, Math.min(size, limit + 1));
}
