import { types } from 'node:util';
import { webhookError } from './errors.js';
import type { HeadersLike } from './types.js';

/** The body as the addon takes it: text, or bytes one by one. */
export function rawBody(body: unknown): string | Uint8Array {
  if (typeof body === 'string') return body;
  if (ArrayBuffer.isView(body)) {
    if (body instanceof Uint8Array) return body;
    return view(body.buffer, body.byteOffset, body.byteLength);
  }
  if (types.isAnyArrayBuffer(body)) return view(body, 0, body.byteLength);
  throw webhookError('body_not_raw');
}

function view(buffer: ArrayBufferLike, offset: number, length: number): Uint8Array {
  // Memory that was given to another thread is gone; nothing is left of it.
  return length === 0 ? new Uint8Array(0) : new Uint8Array(buffer, offset, length);
}

/**
 * The value of a header, of which the name is given in lower case; undefined if there is none. A header that
 * came more than once is joined with commas, as HTTP does.
 */
export function header(headers: HeadersLike | null | undefined, name: string): string | undefined {
  if (headers === null || typeof headers !== 'object') return undefined;
  if (isHeaders(headers)) return headers.get(name) ?? undefined;
  let found: string | undefined;
  const note = (key: unknown, value: unknown): void => {
    if (key !== name && (typeof key !== 'string' || !sameName(key, name))) return;
    const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : undefined;
    if (text !== undefined) found = found === undefined ? text : `${found}, ${text}`;
  };
  if (Array.isArray(headers) && typeof headers[0] === 'string') {
    for (let index = 0; index + 1 < headers.length; index += 2) note(headers[index], headers[index + 1]);
  } else if (Symbol.iterator in headers) {
    for (const pair of headers as Iterable<unknown>) {
      if (Array.isArray(pair)) note(pair[0], pair[1]);
    }
  } else {
    for (const key in headers) note(key, (headers as Record<string, unknown>)[key]);
  }
  return found;
}

function sameName(key: string, name: string): boolean {
  // Most names of this length end otherwise, and need not be brought into lower case.
  const end = (text: string) => text.charCodeAt(text.length - 1) | 0x20;
  return key.length === name.length && end(key) === end(name) && key.toLowerCase() === name;
}

function isHeaders(headers: object): headers is { get(name: string): string | null } {
  // A Map has `get` too, but knows one spelling only.
  return typeof (headers as { get?: unknown }).get === 'function' && !(headers instanceof Map);
}
