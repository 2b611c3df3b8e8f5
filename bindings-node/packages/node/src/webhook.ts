import { FINGERPRINT } from './generated/catalog.js';
import { native } from './native.js';
import { begin, generation, grow, scratch, TOO_SMALL } from './scratch.js';
import { Header, HEADER_WORDS, NON_ASCII, read, type Tape } from './tape.js';
import type { Verifier } from './verifier.js';

/** What `receive` expects of an event beyond its signature, as the addon takes it: times in milliseconds. */
export interface Expectations {
  readonly mode: string | undefined;
  readonly maxAge: number | undefined;
  readonly now: number | undefined;
  readonly clockSkew: number | undefined;
  readonly maxBodyBytes: number | undefined;
}

/** Verifies and parses: the place of the tape in the scratch, or a negative number for `failure`. */
export function parse(verifier: Verifier, body: string | Uint8Array, signature: unknown): number {
  begin(body);
  let result = native.parse(verifier.number, body, signature);
  while (result === TOO_SMALL) {
    grow();
    result = native.parse(verifier.number, body, signature);
  }
  return result;
}

/** Verifies and parses, and reads the envelope. As `parse`. */
export function receive(
  verifier: Verifier,
  body: string | Uint8Array,
  signature: string | undefined,
  event: string | undefined,
  expected: Expectations | undefined,
): number {
  begin(body);
  for (;;) {
    const result =
      expected === undefined
        ? native.receive(verifier.number, body, signature, event)
        : native.receive(
            verifier.number,
            body,
            signature,
            event,
            expected.mode,
            expected.maxAge,
            expected.now,
            expected.clockSkew,
            expected.maxBodyBytes,
          );
    if (result !== TOO_SMALL) return result;
    grow();
  }
}

/** Where a call has left a tape, and its body. */
export function tapeAt(place: number, body: string | Uint8Array): Tape {
  const { words, bytes } = scratch;
  const start = place >> 2;
  if (words[start + Header.fingerprint] !== (FINGERPRINT | 0)) {
    throw new Error('@commet/node: the addon is of another version than the package; install both anew');
  }
  if (typeof body !== 'string') return { start, text: bytes.latin1Slice(0, body.length), index: 0 };
  // A string of ASCII characters has them where its UTF-8 has bytes.
  if ((words[start + Header.flags]! & NON_ASCII) === 0) return { start, text: body, index: 0 };
  const index = indexOf(start);
  return { start, text: index === 0 ? bytes.latin1Slice(0, place) : body, index };
}

/** The place of the index behind the tape of a text; 0 where there is none, as the text has other characters than its UTF-8. */
function indexOf(start: number): number {
  const { words } = scratch;
  const place = start + HEADER_WORDS + words[start + Header.nodeWords]! + ((words[start + Header.stringBytes]! + 3) >> 2);
  return words[place] === 0 ? 0 : place + 1;
}

/** The whole payload of a tape. */
export function payloadOf(tape: Tape): Record<string, unknown> {
  return read(tape, 0) as Record<string, unknown>;
}

/**
 * A webhook that can be read again later. It keeps the body, and leaves the tape where it is: when the next
 * webhook has taken its place, it is made once more.
 *
 * Users do not get hold of it, so its fields are not hidden.
 */
export class Webhook {
  /** The payload and its data, once they have been read. */
  payload: Record<string, unknown> | undefined;
  data: Record<string, unknown> | undefined;
  /** The node of the data on the tape. */
  readonly dataNode: number;
  /** The body as a string: its text, or a character for each byte. */
  readonly body: string;
  readonly latin1: 0 | 1;
  /** The tape, as it was when the generation was this. */
  private last: Tape;
  private generation: number;

  constructor(
    readonly verifier: Verifier,
    readonly signature: string,
    body: string | Uint8Array,
    tape: Tape,
  ) {
    this.payload = undefined;
    this.data = undefined;
    this.dataNode = scratch.words[tape.start + Header.data]!;
    this.body = typeof body === 'string' ? body : tape.text;
    this.latin1 = typeof body === 'string' ? 0 : 1;
    this.last = tape;
    this.generation = generation;
  }

  /** The tape, for use before the next call. */
  get tape(): Tape {
    if (this.generation !== generation) {
      begin(this.body);
      let place = native.parse(this.verifier.number, this.body, this.signature, this.latin1);
      while (place === TOO_SMALL) {
        grow();
        place = native.parse(this.verifier.number, this.body, this.signature, this.latin1);
      }
      if (place < 0) throw new Error('@commet/node: a webhook that was verified no longer is; please report it');
      const start = place >> 2;
      const { text, index } = this.last;
      this.last = { start, text, index: index === 0 ? 0 : indexOf(start) };
      this.generation = generation;
    }
    return this.last;
  }

  /** The body, byte for byte as it was signed. */
  get bytes(): Buffer {
    return Buffer.from(this.body, this.latin1 === 1 ? 'latin1' : 'utf8');
  }
}
