import { KEYS } from './generated/catalog.js';
import { SHAPES, type Factory } from './generated/shapes.js';

/** Catalog keys are words of this tag on the tape. */
const KEY_TAG = 12;
/** How many keys beyond those of the catalog are remembered, for keys may be data: ids, for instance. */
const MOST_LEARNED = 2048;
/** Objects with more keys than this are put together key by key. */
const MOST_KEYS = 64;
/** How often an object must have come before code is made for it. */
const OFTEN = 8;

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
  /** The last key's word; no word is −1, which stands for one that the catalog does not have. */
  readonly word: number;
  /** The next keys, by word for those of the catalog, by name for others. */
  readonly #next = new Map<number | string, Shape>();

  constructor(
    /** The keys up to here, and their words; 0 for those that the catalog does not have. */
    readonly keys: readonly string[],
    readonly words: readonly number[],
  ) {
    this.checks = !words.includes(0);
    this.word = words.at(-1) || -1;
    let seen = 0;
    const assembled: Factory = (next) => assemble(keys, words, next);
    this.make = (next) => {
      seen += 1;
      if (seen === OFTEN) this.make = compiled(keys, words) ?? assembled;
      return assembled(next);
    };
  }

  /** The shape with one more key: a word of the catalog, or a name. Undefined if it is new, and enough are known. */
  with(key: number | string): Shape | undefined {
    let next = this.#next.get(key);
    if (next === undefined) {
      if (learned >= MOST_LEARNED || this.keys.length >= MOST_KEYS) return undefined;
      learned += 1;
      const [word, name] = typeof key === 'number' ? [key, KEYS[key >>> 4]!] : [0, key];
      next = new Shape([...this.keys, name], [...this.words, word]);
      this.#next.set(key, next);
    }
    if (next.word >= 0) this.guess = next;
    return next;
  }
}

let learned = 0;

/** A function that makes objects with these keys; undefined where `--disallow-code-generation-from-strings` is. */
function compiled(keys: readonly string[], words: readonly number[]): Factory | undefined {
  const entries = keys.map((key, index) => {
    const name = JSON.stringify(key);
    // In brackets, `__proto__` is a key like any other.
    return `${key === '__proto__' ? `[${name}]` : name}: next(${words[index]})`;
  });
  try {
    return new Function('next', `return { ${entries.join(', ')} };`) as Factory;
  } catch {
    return undefined;
  }
}

/** Puts an object together key by key. */
function assemble(
  keys: readonly string[],
  words: readonly number[],
  next: (key: number) => unknown,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let index = 0; index < keys.length; index += 1) define(object, keys[index]!, next(words[index]!));
  return object;
}

/** Gives an object a property, whatever its name. */
export function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** The shape of an object without keys, where all begin. */
export const ROOT = new Shape([], []);
ROOT.make = () => ({});

const WORDS = new Map(KEYS.map((key, number) => [key, (number << 4) | KEY_TAG]));
for (const [keys, make] of SHAPES) {
  let shape = ROOT;
  for (const key of keys.split(' ')) shape = shape.with(WORDS.get(key)!)!;
  shape.make = make;
}
learned = 0;
