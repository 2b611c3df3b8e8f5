import { KEYS } from './generated/catalog.js';
import { SHAPES, type Factory as Whole } from './generated/shapes.js';

/**
 * As {@link Whole}. For a value that is left out, the second function is called with the object, and with the name and
 * the word of its key.
 */
type Factory = (
  next: (key: number) => unknown,
  leaveOut: (object: Record<string, unknown>, name: string, key: number) => void,
) => Record<string, unknown>;

/** Catalog keys are words of this tag on the tape. */
const KEY_TAG = 12;
/** How many keys beyond those of the catalog are remembered, for keys may be data: ids, for instance. */
const MOST_LEARNED = 2048;
/** Objects with more keys than this are put together key by key. */
const MOST_KEYS = 64;
/** In brackets, it is a key of a literal like any other. */
const PROTOTYPE = '__proto__';
/** How often an object must have come before code is made for it. */
const OFTEN = 8;

/** A key of an object. */
interface Key {
  readonly name: string;
  /** Its word; 0 for one that the catalog does not have. */
  readonly word: number;
  /** Whether the value is left out. */
  readonly leftOut: boolean;
}

/**
 * What is known of objects that begin with the same keys: a place in the tree of all objects that have
 * come. From the root, the keys lead to the function that makes the object.
 */
export class Shape {
  /** The key that came last when an object went on from here. */
  guess: Shape = this;
  /** Makes an object with the keys up to here. */
  make: Factory;
  /** Whether the catalog has all keys, so that `make` tells if they are other ones. */
  readonly checks: boolean;
  /** The last key's word; no word is −1, which stands for one that the catalog does not have, or that is left out. */
  readonly word: number;
  /** The next keys, by word for those of the catalog, by name for others; of those that are left out, with a mark. */
  readonly #next = new Map<number | string, Shape>();
  readonly #nextLeftOut = new Map<number | string, Shape>();

  constructor(
    /** The keys up to here. */
    readonly keys: readonly Key[],
  ) {
    this.checks = keys.every(({ word }) => word !== 0);
    const last = keys.at(-1);
    this.word = last === undefined || last.leftOut || last.word === 0 ? -1 : last.word;
    let seen = 0;
    const assembled: Factory = (next, leaveOut) => assemble(keys, next, leaveOut);
    this.make = (next, leaveOut) => {
      seen += 1;
      if (seen === OFTEN) this.make = compiled(keys) ?? assembled;
      return assembled(next, leaveOut);
    };
  }

  /** The shape with one more key: a word of the catalog, or a name. Undefined if it is new, and enough are known. */
  with(key: number | string, leftOut = false): Shape | undefined {
    const known = leftOut ? this.#nextLeftOut : this.#next;
    let next = known.get(key);
    if (next === undefined) {
      if (learned >= MOST_LEARNED || this.keys.length >= MOST_KEYS) return undefined;
      learned += 1;
      const [word, name] = typeof key === 'number' ? [key, KEYS[key >>> 4]!] : [0, key];
      next = new Shape([...this.keys, { name, word, leftOut }]);
      known.set(key, next);
    }
    if (next.word >= 0) this.guess = next;
    return next;
  }
}

let learned = 0;

/** A function that makes objects with these keys; undefined where `--disallow-code-generation-from-strings` is. */
function compiled(keys: readonly Key[]): Factory | undefined {
  const partly = keys.findIndex(({ leftOut }) => leftOut);
  const atOnce = partly < 0 ? keys : keys.slice(0, partly);
  const later = keys.slice(atOnce.length);
  if (later.some(({ name }) => isInherited(name))) return undefined;
  const literal = atOnce.map(({ name, word }) => {
    const quoted = JSON.stringify(name);
    return `${name === PROTOTYPE ? `[${quoted}]` : quoted}: next(${word})`;
  });
  const statements = later.map(({ name, word, leftOut }) => {
    const quoted = JSON.stringify(name);
    return leftOut ? `leaveOut(object, ${quoted}, ${word});` : `object[${quoted}] = next(${word});`;
  });
  const code = `const object = { ${literal.join(', ')} }; ${statements.join(' ')} return object;`;
  try {
    return new Function('next', 'leaveOut', code) as Factory;
  } catch {
    return undefined;
  }
}

/** Puts an object together key by key. */
function assemble(
  keys: readonly Key[],
  next: (key: number) => unknown,
  leaveOut: (object: Record<string, unknown>, name: string, key: number) => void,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { name, word, leftOut } of keys) {
    if (leftOut) leaveOut(object, name, word);
    else define(object, name, next(word));
  }
  return object;
}

/** Gives an object a property, whatever its name. */
export function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (isInherited(key)) {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** Whether assigning to a key may not make a property: to `__proto__`, or to others where `Object.prototype` is frozen. */
function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** The shape of an object without keys, where all begin. */
export const ROOT = new Shape([]);
ROOT.make = () => ({});

const WORDS = new Map(KEYS.map((key, number) => [key, (number << 4) | KEY_TAG]));
for (const [keys, make] of SHAPES) {
  let shape = ROOT;
  for (const key of keys.split(' ')) shape = shape.with(WORDS.get(key)!)!;
  shape.make = make;
}
learned = 0;
