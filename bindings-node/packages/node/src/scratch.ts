import { numberedError } from './errors.js';
import { native } from './native.js';

/** The results of calls that are no tape; see `src/scratch.rs` and `src/value.rs`. */
export const TOO_SMALL = -1000;
const FAULT = -(2 ** 31);

const DEFAULT_SIZE = 1 << 16;
/** A scratch beyond this size is given back when a small body comes. */
const LARGEST_KEPT = 1 << 22;

/** What every Buffer has, though types do not say so: strings of some of its bytes. */
interface Slices {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/**
 * The memory that the addon writes to: a webhook's body at the beginning, its tape behind it, and then the
 * index of a text beyond ASCII. The next call writes over it.
 */
export class Scratch {
  readonly bytes: Buffer & Slices;
  readonly words: Int32Array;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size) as Buffer & Slices;
    this.words = new Int32Array(this.bytes.buffer, this.bytes.byteOffset, size >> 2);
    this.use();
  }

  /** Has the addon write here. */
  use(): void {
    if (native.setScratch(this.bytes) !== 0) throw internal();
    native.scratch = this;
  }
}

/** The scratch of this thread. */
export let scratch = new Scratch(DEFAULT_SIZE);

/** Counts the calls: while it stays the same, so does what a call has left in the scratch. */
export let generation = 0;

/** Has the addon write to our scratch, though another copy of this package may have used it since. */
export function claim(): void {
  if (native.scratch !== scratch) scratch.use();
}

/** Gets ready for a call. */
export function begin(body: string | Uint8Array): void {
  generation += 1;
  claim();
  if (scratch.bytes.length > LARGEST_KEPT && body.length < DEFAULT_SIZE) scratch = new Scratch(DEFAULT_SIZE);
}

/** Makes the scratch as large as the last call has asked for with `TOO_SMALL`. */
export function grow(): void {
  const needed = scratch.words[0]! >>> 0;
  // By doubling, so that growing ends; but what is not kept need not be larger than it must.
  scratch = new Scratch(needed > LARGEST_KEPT ? needed : 2 ** Math.ceil(Math.log2(needed)));
}

/** The error that a negative result stands for. */
export function failure(result: number): Error {
  if (result === FAULT || result === TOO_SMALL) return internal();
  const { bytes, words } = scratch;
  const [messageLength, fieldLength, offset] = [words[0]!, words[1]!, words[2]!];
  const field = 12 + messageLength;
  return numberedError(-result, {
    message: bytes.utf8Slice(12, field),
    ...(fieldLength > 0 && { field: bytes.utf8Slice(field, field + fieldLength) }),
    ...(offset >= 0 && { offset }),
  });
}

function internal(): Error {
  return new Error('@commet/node: a fault in the addon was caught; please report it');
}
