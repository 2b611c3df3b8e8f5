import type * as commet from './generated/commet.js';
import type * as creem from './generated/creem.js';
import { PROVIDERS, type Provider, type ProviderName } from './generated/catalog.js';
import { webhookError, WebhookError } from './errors.js';
import { ReceivedEvent } from './event.js';
import { rawBody, signed } from './input.js';
import { native } from './native.js';
import { begin, failure, grow, TOO_SMALL } from './scratch.js';
import type { HeadersLike, RawBody } from './types.js';
import { Verifier } from './verifier.js';
import { parse, payloadOf, receive, tapeAt, Webhook, type Expectations } from './webhook.js';

/** What each provider's events and payloads are. */
export interface Providers {
  commet: {
    Event: commet.CommetEvent;
    Payload: commet.WebhookPayload;
    DataMap: commet.WebhookEventDataMap;
    PayloadOf: { [Name in commet.WebhookEvent]: commet.WebhookPayloadOf<Name> };
  };
  creem: {
    Event: creem.CreemEvent;
    Payload: creem.WebhookPayload;
    DataMap: creem.WebhookEventDataMap;
    PayloadOf: { [Name in creem.WebhookEvent]: creem.WebhookPayloadOf<Name> };
  };
}

/** Secrets: the whole string as the provider shows it, prefix included. */
export interface Secrets {
  /** The secret. */
  secret?: string | undefined;
  /** Several secrets, of which any may have signed: for the time in which one is replaced. Takes the place of `secret`. */
  secrets?: readonly string[] | undefined;
}

/** What is expected of an event beyond its signature. Nothing by default. */
export interface ReceiveExpectations {
  /** Only events of this mode, such as `live`, so that an event of a sandbox cannot act in production. */
  mode?: string | undefined;
  /** Only events whose signed time is at most this many seconds ago. Off by default: real retries arrive hours later. */
  maxAge?: number | undefined;
  /** With `maxAge`: how many seconds an event's time may lie ahead; 300 by default. */
  clockSkew?: number | undefined;
  /** Only bodies of at most this many bytes; 128 MiB less one by default. */
  maxBodyBytes?: number | undefined;
  /** With `maxAge`: the current time, also in milliseconds since 1970; `Date.now()` by default. */
  now?: Date | number | undefined;
}

/** Options of {@link Webhooks.receive}. */
export interface ReceiveOptions extends Secrets, ReceiveExpectations {
  /** Whose webhook it is; by default what the `Webhooks` were made for. */
  provider?: ProviderName | undefined;
}

/** Options of a {@link Webhooks}: its secrets, and what it expects unless a call says otherwise. */
export interface WebhooksOptions<Name extends ProviderName = ProviderName> extends Secrets, ReceiveExpectations {
  /** Whose webhooks they are; `commet` by default. */
  provider?: Name | undefined;
}

/** A body with its signature. Without a secret, those of the `Webhooks` count. */
export interface VerifyAndParseParams {
  /** The body as it came, before anything has parsed it: its bytes, or its text. */
  rawBody: RawBody;
  /** The value of the provider's signature header. */
  signature: string | null | undefined;
  /** The endpoint's secret. */
  secret?: string | undefined;
}

/** A payload with its signature. */
export interface VerifyParams {
  /** The body as it came: its bytes, or its text. */
  payload: RawBody;
  /** The value of the provider's signature header. */
  signature: string | null | undefined;
  /** The endpoint's secret. */
  secret?: string | undefined;
}

/** A payload to be signed. */
export interface SignParams {
  /** The body: its bytes, or its text. */
  payload: RawBody;
  /** The endpoint's secret. */
  secret?: string | undefined;
}

/** How many secrets that came with calls stay prepared. */
const MOST_PREPARED = 8;

type AnyHandler = (data: unknown, payload: unknown) => unknown;

/**
 * Verifies and reads the webhooks of one provider.
 *
 * Make one when the application starts and use it for all requests. The secrets can be given to it, or to
 * each call. Everything but handlers is done when a call returns; nothing waits, and nothing is kept but the
 * prepared secrets. Workers have their own.
 */
export class Webhooks<Name extends ProviderName = 'commet'> {
  readonly #provider: Provider;
  readonly #own: Verifier | undefined;
  readonly #defaults: ReceiveExpectations;
  /** Whether anything is expected by default. */
  readonly #expects: boolean;
  readonly #prepared = new Map<string, Verifier>();
  #lastSecret: string | undefined;
  #last: Verifier | undefined;
  readonly #handlers = new Map<string, AnyHandler[]>();

  /**
   * @throws {WebhookError} `empty_secret` when a secret is given that is empty, blank or undefined.
   */
  constructor(options: WebhooksOptions<Name> = {}) {
    const name = own(options, 'provider');
    this.#provider = providerNamed(name === undefined ? 'commet' : name);
    this.#defaults = expected(options);
    this.#expects = expectations(this.#defaults) !== undefined;
    // An environment variable that is not set must not make a receiver without a secret.
    const secrets = own(options, 'secrets');
    if (secrets !== undefined || Object.hasOwn(options, 'secret')) {
      this.#own = new Verifier(this.#provider, secrets ?? [own(options, 'secret')]);
    }
  }

  /** Whose webhooks they are. */
  get provider(): Name {
    return this.#provider.name as Name;
  }

  /** Whether the signature is that of the payload. Anything wrong is false; it never throws. */
  verify(params: VerifyParams): boolean {
    try {
      const { signature } = params;
      const body = rawBody(params.payload);
      const verifier = this.#verifierOf(params);
      begin(body);
      let result = native.verify(verifier.number, body, signature);
      while (result === TOO_SMALL) {
        grow();
        result = native.verify(verifier.number, body, signature);
      }
      return result === 1;
    } catch (error) {
      return nothing(error, false);
    }
  }

  /**
   * The payload, if the signature is right and the body a JSON object; otherwise null. It never throws.
   * {@link receive} says what was wrong.
   */
  verifyAndParse(params: VerifyAndParseParams): Providers[Name]['Payload'] | null {
    try {
      const { signature } = params;
      const body = rawBody(params.rawBody);
      const verifier = this.#verifierOf(params);
      const place = parse(verifier, body, signature);
      return place < 0 ? null : (payloadOf(tapeAt(place, body)) as unknown as Providers[Name]['Payload']);
    } catch (error) {
      return nothing(error, null);
    }
  }

  /**
   * The signature of a payload, as the provider sends it: 64 lower-case hex digits. For tests.
   *
   * @throws {WebhookError} `empty_secret`, `body_not_raw`, `body_too_large`
   */
  sign(params: SignParams): string {
    const body = rawBody(params.payload);
    const verifier = this.#verifierOf(params);
    begin(body);
    let result = native.sign(verifier.number, body);
    while (result === TOO_SMALL) {
      grow();
      result = native.sign(verifier.number, body);
    }
    if (typeof result === 'number') throw failure(result);
    return result;
  }

  /**
   * Verifies and reads a request: the one to use.
   *
   * @param body the body as it came, before anything has parsed it: its bytes, or its text
   * @param headers all headers of the request, in any of the forms in which frameworks have them
   * @throws {WebhookError} with the first fault; answer the provider with its `httpStatus`
   */
  receive(
    body: RawBody,
    headers: HeadersLike,
    options?: ReceiveOptions & { provider?: Name | undefined },
  ): Providers[Name]['Event'];
  receive<Other extends ProviderName>(
    body: RawBody,
    headers: HeadersLike,
    options: ReceiveOptions & { provider: Other },
  ): Providers[Other]['Event'];
  receive(body: RawBody, headers: HeadersLike, options?: ReceiveOptions): unknown {
    // What others have put into the arguments, getters for instance, runs first: it may have verifiers dropped.
    const raw = rawBody(body);
    const name = options && own(options, 'provider');
    const provider = name === undefined ? this.#provider : providerNamed(name);
    const { signature, event } = signed(headers, provider);
    const expects = options === undefined ? this.#expected() : expectations(expected(options, this.#defaults));
    const secrets = options && own(options, 'secrets');
    const verifier = secrets === undefined ? this.#verifierFor(provider, options) : new Verifier(provider, secrets);
    const place = receive(verifier, raw, signature, event, expects);
    if (place < 0) {
      // That of several secrets was made for this call.
      if (secrets !== undefined) verifier.close();
      throw failure(place);
    }
    verifier.shared = true;
    return new ReceivedEvent(provider, new Webhook(verifier, signature!, raw, tapeAt(place, raw)));
  }

  /**
   * Calls a handler for each event of a name that {@link process} gets, after those that are there already.
   */
  on<Event extends keyof Providers[Name]['DataMap'] & string>(
    event: Event,
    handler: (
      data: Providers[Name]['DataMap'][Event],
      payload: Providers[Name]['PayloadOf'][Event & keyof Providers[Name]['PayloadOf']],
    ) => unknown,
  ): this {
    const handlers = this.#handlers.get(event);
    if (handlers === undefined) this.#handlers.set(event, [handler as AnyHandler]);
    else handlers.push(handler as AnyHandler);
    return this;
  }

  /**
   * As {@link verifyAndParse}, and calls the handlers of the event, one after the other.
   *
   * @returns the payload when they are done; null if the request is not authentic or not readable. Fails as the
   * first handler that does.
   */
  async process(params: VerifyAndParseParams): Promise<Providers[Name]['Payload'] | null> {
    const payload = this.verifyAndParse(params);
    if (payload === null) return null;
    const { eventKey, dataKey } = this.#provider;
    const { [eventKey]: name, [dataKey]: data } = payload as unknown as Record<string, unknown>;
    for (const handle of this.#handlers.get(name as string) ?? []) await handle(data, payload);
    return payload;
  }

  /** What is expected by default: with a `now` that may have changed. */
  #expected(): Expectations | undefined {
    return this.#expects ? expectations(this.#defaults) : undefined;
  }

  #verifierFor(provider: Provider, options: Secrets | undefined): Verifier {
    if (options !== undefined && Object.hasOwn(options, 'secret')) return this.#prepare(provider, options.secret);
    if (provider === this.#provider && this.#own !== undefined) return this.#own;
    throw webhookError('empty_secret');
  }

  #verifierOf(params: Pick<Secrets, 'secret'>): Verifier {
    const secret = own(params, 'secret');
    if (secret === undefined) return this.#verifierFor(this.#provider, undefined);
    return this.#prepare(this.#provider, secret);
  }

  /** The verifier of a secret. Most receivers have one, and it takes a while to prepare. */
  #prepare(provider: Provider, secret: unknown): Verifier {
    if (secret === this.#lastSecret && this.#last !== undefined && this.#last.provider === provider) return this.#last;
    if (typeof secret !== 'string') throw webhookError('empty_secret');
    const key = `${provider.name} ${secret}`;
    let verifier = this.#prepared.get(key);
    if (verifier === undefined) {
      verifier = new Verifier(provider, [secret]);
      if (this.#prepared.size >= MOST_PREPARED) {
        const [oldest, unused] = this.#prepared.entries().next().value!;
        this.#prepared.delete(oldest);
        unused.close();
      }
      this.#prepared.set(key, verifier);
    }
    this.#lastSecret = secret;
    this.#last = verifier;
    return verifier;
  }
}

/** What garbage gives: the faults that are ours, and those of the machine, are not garbage. */
function nothing<T>(error: unknown, result: T): T {
  if (error instanceof WebhookError) return result;
  throw error;
}

function providerNamed(name: ProviderName): Provider {
  if (!Object.hasOwn(PROVIDERS, name)) throw new RangeError(`unknown provider; the known ones are ${Object.keys(PROVIDERS).join(', ')}`);
  return PROVIDERS[name];
}

/** An option that somebody has given; what others may have put into `Object.prototype` does not count. */
function own<Options extends object, Key extends keyof Options>(options: Options, key: Key): Options[Key] | undefined {
  return Object.hasOwn(options, key) ? options[key] : undefined;
}

/** What options expect, and the defaults where they say nothing. */
function expected(options: ReceiveExpectations, defaults?: ReceiveExpectations): ReceiveExpectations {
  const value = <Key extends keyof ReceiveExpectations>(key: Key): ReceiveExpectations[Key] =>
    Object.hasOwn(options, key) ? options[key] : defaults?.[key];
  return {
    mode: value('mode'),
    maxAge: value('maxAge'),
    clockSkew: value('clockSkew'),
    maxBodyBytes: value('maxBodyBytes'),
    now: value('now'),
  };
}

/** The expectations as the addon takes them; undefined if there are none. */
function expectations(options: ReceiveExpectations): Expectations | undefined {
  const { mode, maxAge, clockSkew, maxBodyBytes, now } = options;
  if (mode === undefined && maxAge === undefined && maxBodyBytes === undefined) return undefined;
  if (mode !== undefined && typeof mode !== 'string') throw new TypeError('mode is not a string');
  return {
    mode,
    maxAge: amount('maxAge', maxAge, 1000),
    clockSkew: amount('clockSkew', clockSkew, 1000),
    maxBodyBytes: amount('maxBodyBytes', maxBodyBytes, 1),
    // JavaScript's clock, which tests may have set.
    now: now === undefined && maxAge === undefined ? undefined : instant(now === undefined ? Date.now() : now),
  };
}

function amount(name: string, value: number | undefined, unit: number): number | undefined {
  if (value === undefined) return undefined;
  // What is not a number would switch the check off.
  if (typeof value !== 'number' || !(value >= 0)) throw new RangeError(`${name} is not a number from 0 on`);
  return value * unit;
}

function instant(now: Date | number): number {
  const time = Number(now);
  const year = new Date(time).getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError('now is not a time of the years 0 to 9999');
  return time;
}
