import { createHash } from 'node:crypto';
import { inspect, type InspectOptions } from 'node:util';
import { PROVIDERS, type Provider, type ProviderName } from './generated/catalog.js';
import { scratch } from './scratch.js';
import { Header, HEADER_WORDS, readEntry, readPartly, strings } from './tape.js';
import { payloadOf, type Webhook } from './webhook.js';

/** What an event says of the customer's access to what they pay for. */
export type Access = 'granted' | 'grace' | 'denied';

const ACCESS: readonly (Access | null)[] = [null, 'granted', 'grace', 'denied'];
const KNOWN = 1 << 9;
const TYPED = 1 << 10;
const TIMED = 1 << 11;

/**
 * A verified event.
 *
 * What stands around the data is there at once. {@link data} and {@link raw} are read from the body when
 * they are asked for, and within the data whatever is large; until then the event keeps the whole body. What
 * has been read is ordinary and keeps nothing.
 */
export class ReceivedEvent<Type extends string = string, Data = object, Payload = object> {
  /** Whose webhook it is. */
  readonly provider: ProviderName;
  /** The event's name, such as `subscription.activated`. */
  readonly type: Type;
  /** The provider's id of the event, the same on every delivery. */
  readonly id: string | null;
  /** The environment: `live` or `sandbox` for Commet, such as `prod` or `test` for CREEM. */
  readonly mode: string | null;
  /** The organization whose event it is. */
  readonly organizationId: string | null;
  /** The API version that shaped the data, such as `2026-08-27`. */
  readonly apiVersion: string | null;
  /** What the event says of the customer's access; null where it does not speak of it. */
  readonly access: Access | null;
  /** Whether the event is in the catalog of this version of the package. */
  readonly known: boolean;
  /** Whether the event is in the catalog and its data fits, so that it is what its type says. */
  readonly typed: boolean;
  /** Why the event is not typed; null if it is. */
  readonly untypedReason: string | null;
  readonly #time: number;
  readonly #webhook: Webhook;

  /** @internal */
  constructor(provider: Provider, webhook: Webhook) {
    const { words } = scratch;
    const { start } = webhook.tape;
    const flags = words[start + Header.flags]!;
    const identity = words[start + Header.identity]!;
    const string = strings(webhook.tape);
    this.#webhook = webhook;
    this.#time =
      (flags & TIMED) === 0
        ? NaN
        : words[start + Header.timeHigh]! * 4294967296 + (words[start + Header.timeLow]! >>> 0);
    this.provider = provider.name;
    this.type = (
      (flags & KNOWN) === 0 ? string(words[start + Header.event]!) : provider.events[identity >>> 16]
    ) as Type;
    this.id = string(words[start + Header.id]!);
    this.mode = string(words[start + Header.mode]!);
    this.organizationId = string(words[start + Header.organizationId]!);
    this.apiVersion = string(words[start + Header.apiVersion]!);
    this.access = ACCESS[(identity >>> 8) & 0xff]!;
    this.known = (flags & KNOWN) !== 0;
    this.typed = (flags & TYPED) !== 0;
    this.untypedReason = this.typed ? null : reason(start);
  }

  /** When the provider emitted the event, as the signed body states it; null if it does not. */
  get time(): Date | null {
    return Number.isNaN(this.#time) ? null : new Date(this.#time);
  }

  /** Whether to let the customer in: yes when granted and in the grace period; null where the event does not speak of it. */
  get grantsAccess(): boolean | null {
    return this.access === null ? null : this.access !== 'denied';
  }

  /**
   * The data: `data` of a Commet event, `object` of a CREEM event, as JSON has it. Amounts are integers in
   * the unit that the field's description names, mostly cents.
   */
  get data(): Data {
    const webhook = this.#webhook;
    webhook.data ??=
      webhook.payload === undefined
        ? dataOf(webhook)
        : (webhook.payload[PROVIDERS[this.provider].dataKey] as Record<string, unknown>);
    return webhook.data as Data;
  }

  /** The whole payload as an ordinary object: envelope, data and whatever else the provider sent. */
  get raw(): Payload {
    const webhook = this.#webhook;
    if (webhook.payload === undefined) {
      const payload = payloadOf(webhook.tape);
      if (webhook.data !== undefined) payload[PROVIDERS[this.provider].dataKey] = webhook.data;
      webhook.payload = payload;
    }
    return webhook.payload as Payload;
  }

  /** The body, byte for byte as it was signed; a new copy each time. */
  get rawBody(): Buffer {
    return this.#webhook.bytes;
  }

  /**
   * A key under which to remember that the event was handled: deliveries of one event share it. Its id; where
   * it has none, the SHA-256 of the body in hex.
   */
  get idempotencyKey(): string {
    // Blank means ASCII white space in every language.
    if (this.id !== null && /[^\t\n\f\r ]/.test(this.id)) return this.id;
    return createHash('sha256').update(this.#webhook.bytes).digest('hex');
  }

  /**
   * All of it as an ordinary object, which `JSON.stringify` shows, too. For what looks at own properties alone, as
   * `{ ...event }`, `structuredClone`, `postMessage` and the deep equality of tests do: there the data would be missing.
   */
  toJSON(): Record<string, unknown> {
    const { provider, type, id, time, mode, organizationId, apiVersion, access, known, typed, untypedReason, data } = this;
    return { provider, type, id, time, mode, organizationId, apiVersion, access, known, typed, untypedReason, data };
  }

  /** What `console.log` shows: the same. */
  [inspect.custom](_depth: number, options: InspectOptions, show: typeof inspect): string {
    const { time, data } = this;
    return `ReceivedEvent ${show({ ...this.toJSON(), time, data: complete(data) }, options)}`;
  }
}

/** Where an object has what reads its values that were left out. Unlike a private field, it is found through a `Proxy`. */
const READ = Symbol('read');

interface Incomplete {
  readonly [READ]: (key: string) => unknown;
}

/** Reads each value once, as none can be settled in a frozen object. It is a function, which shows nothing of the webhook. */
function reader(webhook: Webhook): (key: string) => unknown {
  let values: Map<string, unknown> | undefined;
  return (key) => {
    values ??= new Map();
    if (!values.has(key)) values.set(key, readEntry(webhook.tape, webhook.dataNode, key));
    return values.get(key);
  };
}

/** What reads a value when it is first asked for, by its key: objects that share their accessors share their shape. */
const accessors = new Map<string, PropertyDescriptor>();
const MOST_ACCESSORS = 256;

function accessor(key: string): PropertyDescriptor {
  let descriptor = accessors.get(key);
  if (descriptor === undefined) {
    descriptor = {
      get(this: Incomplete) {
        const value = this[READ](key);
        Reflect.defineProperty(this, key, settled(value));
        return value;
      },
      set(this: Incomplete, value: unknown) {
        Object.defineProperty(this, key, settled(value));
      },
      enumerable: true,
      configurable: true,
    };
    if (accessors.size < MOST_ACCESSORS) accessors.set(key, descriptor);
  }
  return descriptor;
}

function settled(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}

/** Shows an object whole. */
function showWhole(this: object, _depth: number, options: InspectOptions, show: typeof inspect): string {
  return show(complete(this), options);
}

/** An accessor, as V8 adds these to an object in less time than values. */
const SHOWN_WHOLE = { get: () => showWhole, configurable: true };

/** Puts what reads a value in its place. */
function leaveOut(object: Record<string, unknown>, key: string): void {
  Object.defineProperty(object, key, accessor(key));
  incomplete = object;
}

let incomplete: object | undefined;

/** The data of an event, of which large values are read when they are asked for. */
function dataOf(webhook: Webhook): Record<string, unknown> {
  const object = readPartly(webhook.tape, webhook.dataNode, leaveOut);
  if (incomplete === object) {
    Object.defineProperty(object, inspect.custom, SHOWN_WHOLE);
    Object.defineProperty(object, READ, { value: reader(webhook) });
  }
  incomplete = undefined;
  return object;
}

/** A copy of an object of which everything has been read. */
function complete(object: unknown): unknown {
  return { ...(object as object) };
}

function reason(start: number): string {
  const { words, bytes } = scratch;
  const at = (start + HEADER_WORDS + words[start + Header.nodeWords]!) * 4 + words[start + Header.nodeStrings]!;
  return bytes.utf8Slice(at, at + words[start + Header.reasonLength]!);
}
