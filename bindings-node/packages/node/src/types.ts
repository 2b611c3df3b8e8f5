/** Types that the generated ones are made with. */

/**
 * The type of a name that this version of the package does not know: of an event, or of a variant. The value is any
 * other string; as a type of its own it lets TypeScript tell it from the names that are known. To compare it with a
 * name, take it as a `string`.
 */
export declare enum UnknownName {
  unknown = '',
}

/**
 * Handles an event: its payload, as the provider sent it, and the event that was made of it. One that has no second
 * parameter, or one with a default, gets the payload alone, as from the providers' own packages; so does a wrapper such
 * as `(...all) => handle(...all)`.
 */
export type Handler<Payload, Event> = (payload: Payload, event: Event) => unknown;

/** Bytes in any form that JavaScript has, or text, which stands for its UTF-8. */
export type RawBody = string | ArrayBufferView | ArrayBuffer | SharedArrayBuffer;

/** A header's value; several, if the header came more than once. */
export type HeaderValue = string | readonly string[] | null | undefined;

/**
 * A request's headers, as `fetch` has them, as `node:http` has them (`headers` or `rawHeaders`), as a `Map`,
 * or as a list of pairs. Case does not matter.
 */
export type HeadersLike =
  | { get(name: string): string | null; forEach(callback: (value: string, name: string) => void): void }
  | Iterable<readonly [string, HeaderValue]>
  | readonly string[]
  | { readonly [name: string]: HeaderValue };
