import { types } from 'node:util';
import { webhookError } from './errors.js';
import type { Provider } from './generated/catalog.js';
import type { HeadersLike } from './types.js';

/** The body as the addon takes it: text, or bytes one by one. */
export function rawBody(body: unknown): string | Uint8Array {
  if (typeof body === 'string') return body;
  if (ArrayBuffer.isView(body)) {
    // Where another thread can make the memory larger, the length of an array may grow with it during a call.
    if (body instanceof Uint8Array && !(body.buffer as { growable?: boolean }).growable) return body;
    try {
      return view(body.buffer, body.byteOffset, body.byteLength);
    } catch {
      // A `DataView` does not say that its memory is gone, but throws.
      return GONE;
    }
  }
  if (types.isAnyArrayBuffer(body)) return view(body, 0, body.byteLength);
  throw webhookError('body_not_raw');
}

function view(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array {
  return length === 0 ? GONE : new Uint8Array(buffer, offset, length);
}

/** What is left of memory that was given to another thread. */
const GONE = new Uint8Array(0);

/** The headers of a request that count. */
export interface Signed {
  readonly signature: string | undefined;
  /** The event's name, if the provider sends it. */
  readonly event: string | undefined;
}

/**
 * The values of a provider's headers; undefined for one that is not there. A header that came more than once is
 * joined with commas, as HTTP does.
 */
export function signed(headers: HeadersLike | null | undefined, provider: Provider): Signed {
  const { signatureHeader, eventHeader } = provider;
  let signature: string | undefined;
  let event: string | undefined;
  if (headers === null || typeof headers !== 'object') return { signature, event };
  if (isHeaders(headers)) {
    signature = headers.get(signatureHeader) ?? undefined;
    if (eventHeader !== undefined) event = headers.get(eventHeader) ?? undefined;
  } else if (Array.isArray(headers) && typeof headers[0] === 'string') {
    for (let index = 0; index + 1 < headers.length; index += 2) {
      if (isName(headers[index], signatureHeader)) signature = joined(signature, headers[index + 1]);
      else if (isName(headers[index], eventHeader)) event = joined(event, headers[index + 1]);
    }
  } else if (Symbol.iterator in headers) {
    for (const pair of headers as Iterable<unknown>) {
      if (!Array.isArray(pair)) continue;
      if (isName(pair[0], signatureHeader)) signature = joined(signature, pair[1]);
      else if (isName(pair[0], eventHeader)) event = joined(event, pair[1]);
    }
  } else {
    for (const key in headers) {
      if (isName(key, signatureHeader)) signature = joined(signature, headers[key]);
      else if (isName(key, eventHeader)) event = joined(event, headers[key]);
    }
  }
  return { signature, event };
}

/** Whether a header has a name, which is given in lower case. */
function isName(key: unknown, name: string | undefined): boolean {
  if (key === name) return key !== undefined;
  if (typeof key !== 'string' || name === undefined || key.length !== name.length) return false;
  // Most names of this length end otherwise, and need not be brought into lower case.
  const last = name.length - 1;
  return (key.charCodeAt(last) | 0x20) === name.charCodeAt(last) && key.toLowerCase() === name;
}

/** What a header says, given what it has said already. */
function joined(before: string | undefined, value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : isList(value) ? value.join(', ') : undefined;
  if (text === undefined || before === undefined) return text ?? before;
  return `${before}, ${text}`;
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isHeaders(headers: object): headers is { get(name: string): string | null } {
  // A Map has `get` too, but knows one spelling only.
  return typeof (headers as { get?: unknown }).get === 'function' && !types.isMap(headers);
}
