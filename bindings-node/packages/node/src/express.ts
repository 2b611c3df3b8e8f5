/**
 * Receive webhooks in Express, and in whatever else has its kind of middleware.
 *
 * @packageDocumentation
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createReceiver, readIncoming, type HandlersOf, type ReceiverOptions } from './adapter.js';
import type { ProviderName } from './generated/catalog.js';
import type { RawBody } from './types.js';

/** A secret, a handler for each event, and what holds for all of them. */
export type WebhooksConfig<Name extends ProviderName = 'commet'> = { provider?: Name } & ReceiverOptions<Name> & HandlersOf[Name];

/** What Express calls for a request. It answers all of them, and passes on only failures to read. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => Promise<void>;

/**
 * Makes the handler of a route: `app.post('/webhooks/commet', Webhooks({ webhookSecret, onSubscriptionActivated }))`.
 *
 * It reads the request itself, so no body parser is needed before it; where `express.raw()` or `express.text()` was,
 * their result is taken, and `request.rawBody` wherever somebody keeps it. After `express.json()` the bytes are gone,
 * and each request is answered with 500 and `body_not_raw`.
 */
export function Webhooks<Name extends ProviderName = 'commet'>(config: WebhooksConfig<Name>): RequestHandler {
  const receive = createReceiver<Name>(config.provider ?? ('commet' as Name), config);
  return async (request, response, next) => {
    let raw: RawBody;
    try {
      raw = await bodyOf(request, config.maxBodyBytes);
    } catch (error) {
      // The connection broke, for instance. A promise that fails would end a process with Express 4.
      next(error);
      return;
    }
    const { status, headers, body } = await receive(raw, request.headers);
    // Somebody else has answered meanwhile: what limits the time of requests, for instance.
    if (response.headersSent) return;
    response.statusCode = status;
    response.setHeader('content-type', headers['content-type']);
    response.end(body);
  };
}

async function bodyOf(request: IncomingMessage & { body?: unknown; rawBody?: unknown }, limit?: number): Promise<RawBody> {
  if (request.rawBody !== undefined) return request.rawBody as RawBody;
  // Parsers leave a body behind also where they have read nothing.
  return request.readableDidRead ? (request.body as RawBody) : readIncoming(request, limit);
}
