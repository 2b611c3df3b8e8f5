/**
 * Receive webhooks in Fastify.
 *
 * @packageDocumentation
 */

import type { IncomingMessage } from 'node:http';
import { createReceiver, readIncoming, type HandlersOf, type ReceiverOptions } from './adapter.js';
import type { ProviderName } from './generated/catalog.js';
import type { HeadersLike, RawBody } from './types.js';

/** A secret, a handler for each event, and what holds for all of them. */
export type WebhooksConfig<Name extends ProviderName = 'commet'> = { provider?: Name } & ReceiverOptions<Name> & HandlersOf[Name];

interface Request {
  body: unknown;
  headers: HeadersLike;
}

interface Reply {
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  send(body: string): unknown;
}

/** What is needed of Fastify's instance. */
export interface Instance {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    contentType: string,
    parser: (request: unknown, payload: IncomingMessage, done: (error: Error | null, body?: unknown) => void) => void,
  ): unknown;
  post(path: string, handler: (request: any, reply: any) => Promise<unknown>): unknown;
}

/**
 * Makes a plugin with a `POST` route: `app.register(Webhooks({ webhookSecret, onSubscriptionActivated }), { prefix:
 * '/webhooks/commet' })`.
 *
 * Within the plugin bodies are left as they come; the parsers of the rest of the application are not touched. Where
 * a hook has read the request before, the bytes are gone, and it is answered with 500 and `body_not_raw`.
 */
export function Webhooks<Name extends ProviderName = 'commet'>(
  config: WebhooksConfig<Name>,
): (instance: Instance) => Promise<void> {
  const receive = createReceiver<Name>(config.provider ?? ('commet' as Name), config);
  return async (instance) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    instance.post('/', async (request: Request, reply: Reply) => {
      // Fastify looks for no parser where the request says that it has no body.
      const payload = request.body as IncomingMessage | undefined;
      const raw = payload === undefined ? '' : await bodyOf(payload, config.maxBodyBytes);
      const { status, headers, body } = await receive(raw, request.headers);
      reply.code(status);
      reply.headers({ ...headers });
      return reply.send(body);
    });
  };
}

async function bodyOf(payload: IncomingMessage, limit?: number): Promise<RawBody> {
  return payload.readableDidRead ? (undefined as unknown as RawBody) : readIncoming(payload, limit);
}
