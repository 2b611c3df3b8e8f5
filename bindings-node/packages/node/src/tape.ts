import { KEYS } from './generated/catalog.js';
import { scratch } from './scratch.js';
import { define, ROOT, type Shape } from './shapes.js';

// What docs/tape.md says of the header: places of words, and flags.
export const HEADER_WORDS = 16;
export const NON_ASCII = 1 << 0;
export const Header = {
  flags: 1,
  nodeWords: 2,
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

/** V8 copies a string of up to so many characters when it is cut from another; a longer one refers to that. */
const COPIED = 12;
const LONG = 4 * COPIED;
/** Where there is no text, none is cut from it. */
const NONE = -1;
/** Strings may refer to a body of up to so many characters: a copy of each would take more memory. */
const SHARED = 1024;

// The tape that is being read. Node runs one call at a time, and reading calls nobody.
let words = scratch.words;
let bytes = scratch.bytes;
/** The body with a character for each of its bytes: where it is ASCII, itself. */
let text = '';
/** Strings of up to so many characters are cut from the body. */
let cut = COPIED;
/** Where the strings are that the body writes with escapes. */
let stringsAt = 0;
/** The place of the next word to be read. */
let at = 0;

/** The shape of the last object with a number of keys, a first key and a size. */
const LIKELY = 1024;
const likelies: (Shape | undefined)[] = new Array<Shape | undefined>(LIKELY).fill(undefined);
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
  /** The body with a character for each of its bytes; undefined until enough is read of it. */
  text: string | undefined;
}

/** The value of a node, as an ordinary value of JavaScript. It keeps nothing of the tape, and no large body. */
export function read(tape: Tape, node: number): unknown {
  tape.text ??= scratch.bytes.latin1Slice(0, tape.start * 4);
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
 * The object of a node. Where it takes more than `limit` words, its values that take as many are left out: in their
 * place `leaveOut` is called with the object, their keys and nodes.
 */
export function readLazily(
  tape: Tape,
  node: number,
  limit: number,
  leaveOut: (object: Record<string, unknown>, key: string, node: number) => void,
): Record<string, unknown> {
  open(tape, node);
  if (words[at + 1]! <= limit) return read(tape, node) as Record<string, unknown>;
  const end = at + 2 + words[at + 1]!;
  at += 2;
  const result: Record<string, unknown> = {};
  while (at < end) {
    const name = key();
    if ((words[at]! & 15) >= 10 && words[at + 1]! > limit) {
      leaveOut(result, name, at - tape.start - HEADER_WORDS);
      at += 2 + words[at + 1]!;
    } else {
      define(result, name, value());
    }
  }
  text = '';
  return result;
}

function open(tape: Tape, node: number): void {
  words = scratch.words;
  bytes = scratch.bytes;
  text = tape.text ?? '';
  cut = tape.text === undefined ? NONE : text.length <= SHARED ? LONG : COPIED;
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
      const start = words[at + 1]!;
      at += 2;
      return length <= cut ? text.substring(start, start + length) : copy(start, length);
    }
    case 8: {
      const start = words[at + 1]!;
      at += 2;
      return bytes.utf8Slice(start, start + length);
    }
    case 9: {
      const start = stringsAt + words[at + 1]!;
      at += 2;
      return bytes.utf8Slice(start, start + length);
    }
    case 10:
      return array(length);
    default:
      return object();
  }
}

/** A string of ASCII characters that does not refer to the body: put together of pieces that do not either. */
function copy(start: number, length: number): string {
  const end = start + length;
  if (length > LONG || cut === NONE) return bytes.latin1Slice(start, end);
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

/** An object, most likely one like the last one that looked like it. */
function object(): Record<string, unknown> {
  const start = at;
  const size = words[start + 1]!;
  const likely = (words[start]! ^ Math.imul(words[start + 2]!, 31) ^ (size << 4)) & (LIKELY - 1);
  const like = likelies[likely];
  if (like !== undefined && misses < MOST_MISSES) {
    at = start + 2;
    const object = like.make(entry);
    if (!missed && at === start + 2 + size) return object;
    missed = false;
    misses += 1;
  }
  at = start + 2;
  const shape = shapeOf(start + 2 + size);
  at = start + 2;
  if (shape === undefined) return unknownObject(start + 2 + size);
  if (shape.checks) likelies[likely] = shape;
  return shape.make(entry);
}

/** The shape of an object whose entries end at a place. */
function shapeOf(end: number): Shape | undefined {
  let shape: Shape | undefined = ROOT;
  let place = at;
  while (place < end && shape !== undefined) {
    let key: number | string = words[place]!;
    if ((key & 15) === KEY) {
      place += 1;
    } else {
      at = place;
      key = value() as string;
      place = at;
    }
    shape = shape.guess.word === key ? shape.guess : shape.with(key);
    const tag = words[place]! & 15;
    place += tag >= 10 ? 2 + words[place + 1]! : tag >= 7 ? 2 : tag >= 4 ? 3 : 1;
  }
  return shape;
}

/** An object of which nothing is remembered. */
function unknownObject(end: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  while (at < end) define(object, key(), value());
  return object;
}

function key(): string {
  const word = words[at]!;
  if ((word & 15) !== KEY) return value() as string;
  at += 1;
  return KEYS[word >>> 4]!;
}
