import { KEYS } from './generated/catalog.js';
import { scratch } from './scratch.js';
import { define, ROOT, type Shape } from './shapes.js';

// What docs/tape.md says of the header: places of words, and flags.
export const HEADER_WORDS = 16;
export const NON_ASCII = 1 << 0;
export const Header = {
  flags: 1,
  nodeWords: 2,
  stringBytes: 3,
  identity: 4,
  timeLow: 5,
  timeHigh: 6,
  event: 7,
  id: 8,
  mode: 9,
  organizationId: 10,
  apiVersion: 11,
  data: 12,
  nodeStrings: 13,
  reasonLength: 14,
  fingerprint: 15,
} as const;

const KEY = 12;
const ARRAY = 10;

/** V8 copies a string of up to so many characters when it is cut from another; a longer one refers to that. */
const COPIED = 12;
const LONG = 4 * COPIED;
/** Strings may refer to a body of up to so many bytes: a copy of each would take more memory. */
const SHARED = 1024;

/** Containers in the data of an event that take more words than this may be left out. */
const LARGE = 96;

// The tape that is being read. Node runs one call at a time, and reading calls nobody.
let words = scratch.words;
let bytes = scratch.bytes;
/** The body. */
let text = '';
/** Where the index is that says which character of the text a byte of the body belongs to; 0 where they are the same. */
let index = 0;
/** Strings of up to so many characters are cut from the text. */
let cut = COPIED;
/** Where the strings are that the body writes with escapes. */
let stringsAt = 0;
/** The place of the next word to be read. */
let at = 0;

/** The shape of the last object with a number of keys, a first key and a size. */
const LIKELY_BITS = 10;
const likelies: (Shape | undefined)[] = new Array<Shape | undefined>(1 << LIKELY_BITS).fill(undefined);
/** The same for data of which something is left out, whatever its size. */
const MOST_PARTIAL = 64;
const partials: (Shape | undefined)[] = new Array<Shape | undefined>(MOST_PARTIAL).fill(undefined);
/** Whether an object has other keys than was likely. */
let missed = false;
/** How often that was so in this tape. A misled reader reads twice, at each level: it must not be misled often. */
let misses = 0;
const MOST_MISSES = 16;

const doubles = new Float64Array(1);
const halves = new Int32Array(doubles.buffer);

/** Where a tape is, and the body that it belongs to. */
export interface Tape {
  /** The place of the tape's first word in the scratch. */
  readonly start: number;
  /** The body: its text, or a character for each of its bytes. */
  readonly text: string;
  /** The place of the index in the scratch; 0 where each byte of the body has a character of the text. */
  readonly index: number;
}

/** The value of a node, as an ordinary value of JavaScript. It keeps nothing of the tape, and no large body. */
export function read(tape: Tape, node: number): unknown {
  open(tape, node);
  const result = value();
  text = '';
  return result;
}

/** What gives the strings of a tape by their nodes, before anything else is read; null for 0, where there is none. */
export function strings(tape: Tape): (node: number) => string | null {
  open(tape, 0);
  first = at;
  return stringAt;
}

let first = 0;

function stringAt(node: number): string | null {
  if (node === 0) return null;
  at = first + node;
  return value() as string;
}

/**
 * The object of a node. Where it is large, so are perhaps some of its values: these are left out, and in their
 * place `leaveOut` is called with the object and their keys.
 */
export function readPartly(
  tape: Tape,
  node: number,
  leaveOut: (object: Record<string, unknown>, key: string) => void,
): Record<string, unknown> {
  open(tape, node);
  if (words[at + 1]! <= LARGE) return read(tape, node) as Record<string, unknown>;
  leave = leaveOut;
  const start = at + 2;
  const end = start + words[at + 1]!;
  const likely = (words[at]! ^ Math.imul(words[start]!, 31)) & (MOST_PARTIAL - 1);
  const like = partials[likely];
  let result: Record<string, unknown> | undefined;
  if (like !== undefined) {
    at = start;
    result = like.make(smallEntry, largeEntry);
    if (missed || at !== end) result = undefined;
    missed = false;
  }
  if (result === undefined) {
    at = start;
    const shape = shapeOf(end, LARGE);
    at = start;
    if (shape?.checks) partials[likely] = shape;
    result = shape === undefined ? unknownObject(end, LARGE) : shape.make(smallEntry, largeEntry);
  }
  text = '';
  return result;
}

/** The value of an object's key; undefined if there is none. */
export function readEntry(tape: Tape, node: number, wanted: string): unknown {
  open(tape, node);
  const end = at + 2 + words[at + 1]!;
  at += 2;
  while (at < end) {
    if (key() === wanted) break;
    at += takes(at);
  }
  const result = at < end ? value() : undefined;
  text = '';
  return result;
}

function open(tape: Tape, node: number): void {
  words = scratch.words;
  bytes = scratch.bytes;
  text = tape.text;
  index = tape.index;
  // The body is before the tape.
  cut = tape.start * 4 <= SHARED ? LONG : COPIED;
  stringsAt = (tape.start + HEADER_WORDS + words[tape.start + Header.nodeWords]!) * 4;
  at = tape.start + HEADER_WORDS + node;
  misses = 0;
}

function value(): unknown {
  const word = words[at]!;
  const length = word >>> 4;
  switch (word & 15) {
    case 0:
      at += 1;
      return null;
    case 1:
      at += 1;
      return false;
    case 2:
      at += 1;
      return true;
    case 3:
      at += 1;
      return word >> 4;
    case 4:
      at += 3;
      return words[at - 1]! * 4294967296 + (words[at - 2]! >>> 0);
    case 5:
      at += 3;
      return (words[at - 1]! >>> 0) * 4294967296 + (words[at - 2]! >>> 0);
    case 6:
      halves[0] = words[at + 1]!;
      halves[1] = words[at + 2]!;
      at += 3;
      return doubles[0];
    case 7: {
      const place = words[at + 1]!;
      at += 2;
      const start = index === 0 ? place : character(place);
      if (length <= cut) return text.substring(start, start + length);
      return length <= LONG ? copy(start, start + length) : bytes.latin1Slice(place, place + length);
    }
    case 8: {
      const place = words[at + 1]!;
      at += 2;
      if (index === 0 || length > LONG) return bytes.utf8Slice(place, place + length);
      const start = character(place);
      const end = character(place + length);
      return end - start <= cut ? text.substring(start, end) : copy(start, end);
    }
    case 9: {
      const start = stringsAt + words[at + 1]!;
      at += 2;
      return bytes.utf8Slice(start, start + length);
    }
    case ARRAY:
      return array(length);
    default:
      return object();
  }
}

/** The character of the text that a byte of the body begins. */
function character(byte: number): number {
  const block = index + ((byte >>> 5) << 1);
  // Bytes of this block that begin no character of their own, of those before this one.
  let others = words[block + 1]! & ((1 << (byte & 31)) - 1);
  if (others === 0) return words[block]! + (byte & 31);
  others -= (others >>> 1) & 0x55555555;
  others = (others & 0x33333333) + ((others >>> 2) & 0x33333333);
  return words[block]! + (byte & 31) - (Math.imul((others + (others >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24);
}

/** A string that does not refer to the body: put together of pieces that do not either. */
function copy(start: number, end: number): string {
  let string = text.substring(start, start + COPIED);
  for (start += COPIED; start + COPIED < end; start += COPIED) string += text.substring(start, start + COPIED);
  return string + text.substring(start, end);
}

function array(count: number): unknown[] {
  at += 2;
  const elements: unknown[] = [];
  for (let index = 0; index < count; index += 1) elements.push(value());
  return elements;
}

/** The value of the next entry, if its key is the one that is expected. */
function entry(expected: number): unknown {
  if (words[at] === expected && !missed) {
    at += 1;
    return value();
  }
  // A key that the catalog does not have has been compared already.
  if (expected === 0 && !missed) {
    at += 2;
    return value();
  }
  missed = true;
  return undefined;
}

/** The same where a large value is not expected. */
function smallEntry(expected: number): unknown {
  if (takes(at + (expected === 0 ? 2 : 1)) > LARGE) missed = true;
  return entry(expected);
}

/** Leaves out the value of the next entry, if its key is the one that is expected, and the value large. */
function largeEntry(object: Record<string, unknown>, name: string, expected: number): void {
  const place = at + (expected === 0 ? 2 : 1);
  const size = takes(place);
  if (missed || size <= LARGE || (expected !== 0 && words[at] !== expected)) {
    missed = true;
    return;
  }
  at = place + size;
  leave(object, name);
}

let leave: (object: Record<string, unknown>, key: string) => void = () => {};

/** An object, most likely one like the last one that looked like it. */
function object(): Record<string, unknown> {
  const start = at;
  const size = words[start + 1]!;
  const mixed = Math.imul(words[start]! + (size << 16), 0x9e3779b1) ^ Math.imul(words[start + 2]!, 0x85ebca6b);
  const likely = Math.imul(mixed ^ (mixed >>> 15), 0x9e3779b1) >>> (32 - LIKELY_BITS);
  const like = likelies[likely];
  if (like !== undefined && misses < MOST_MISSES) {
    at = start + 2;
    const object = like.make(entry, largeEntry);
    if (!missed && at === start + 2 + size) return object;
    missed = false;
    misses += 1;
  }
  at = start + 2;
  const shape = shapeOf(start + 2 + size, Infinity);
  at = start + 2;
  if (shape === undefined) return unknownObject(start + 2 + size, Infinity);
  if (shape.checks) likelies[likely] = shape;
  return shape.make(entry, largeEntry);
}

/** The shape of an object whose entries end at a place, without those of more than a number of words. */
function shapeOf(end: number, limit: number): Shape | undefined {
  let shape: Shape | undefined = ROOT;
  while (at < end && shape !== undefined) {
    let name: number | string = words[at]!;
    if ((name & 15) === KEY) at += 1;
    else name = value() as string;
    const size = takes(at);
    const leftOut = size > limit;
    shape = shape.guess.word === name && !leftOut ? shape.guess : shape.with(name, leftOut);
    at += size;
  }
  return shape;
}

/** An object of which nothing is remembered. */
function unknownObject(end: number, limit: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  while (at < end) {
    const name = key();
    const size = takes(at);
    if (size > limit) {
      leave(object, name);
      at += size;
    } else {
      define(object, name, value());
    }
  }
  return object;
}

function key(): string {
  const word = words[at]!;
  if ((word & 15) !== KEY) return value() as string;
  at += 1;
  return KEYS[word >>> 4]!;
}

/** How many words the value at a place takes. */
function takes(place: number): number {
  const tag = words[place]! & 15;
  return tag >= ARRAY ? 2 + words[place + 1]! : tag >= 7 ? 2 : tag >= 4 ? 3 : 1;
}
