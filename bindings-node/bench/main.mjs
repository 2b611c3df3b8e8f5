// Compares speed in one process, interleaved: in each round every contender goes through all bodies once. Prints
// medians of the time per call, and medians of the ratio to ours in the same round.
//
//   node main.mjs [--rounds=N] [--only=small,…] [--without=svix,…] [--bytes] [--cold]
//
// Bodies are text unless --bytes is given. --cold shows the first ten calls too.
import { parseArgs } from 'node:util';
import { body, SHAPES } from './bodies.mjs';
import { contenders } from './contenders.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '25' },
    only: { type: 'string', default: Object.keys(SHAPES).join() },
    without: { type: 'string', default: '' },
    bytes: { type: 'boolean', default: false },
    cold: { type: 'boolean', default: false },
  },
});

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const names = Object.keys(contenders).filter((name) => !options.without.split(',').includes(name));
const OURS = ['object', 'receive, two fields'].filter((name) => names.includes(name));

/** Nanoseconds a call, going through all inputs. */
function time(run, inputs, repeat) {
  const start = process.hrtime.bigint();
  for (let round = 0; round < repeat; round += 1) for (const input of inputs) run(input);
  return Number(process.hrtime.bigint() - start) / inputs.length / repeat;
}

for (const shapeName of options.only.split(',')) {
  const shape = SHAPES[shapeName];
  for (const ascii of [true, false]) {
    const texts = Array.from({ length: shape.count }, (_, number) => body(shape, number, ascii));
    const bodies = options.bytes ? texts.map((text) => Buffer.from(text)) : texts;
    const inputs = new Map(names.map((name) => [name, bodies.map(contenders[name].prepare)]));
    for (const name of names) {
      const { run, event } = contenders[name];
      const expected = JSON.parse(texts[0]).event;
      if (event(run(inputs.get(name)[0])) !== expected) throw new Error(`${name} gives a wrong answer`);
    }
    if (options.cold) {
      for (const name of names) {
        const taken = Math.round(time(contenders[name].run, inputs.get(name).slice(1, 11), 1));
        console.log(`${shapeName}, ${ascii ? 'ASCII' : 'not ASCII'}, first ten calls of ${name}: ${taken} ns each`);
      }
    }
    if (Number(options.rounds) === 0) continue;
    const times = new Map(names.map((name) => [name, []]));
    const repeat = shapeName === 'small' ? 8 : shapeName === 'medium' ? 3 : 1;
    const warm = 5;
    for (let round = 0; round < Number(options.rounds) + warm; round += 1) {
      for (const name of names) {
        const taken = time(contenders[name].run, inputs.get(name), repeat);
        if (round >= warm) times.get(name).push(taken);
      }
    }
    const size = Math.round(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length);
    console.log(`\n${shapeName}, ${size} bytes, ${ascii ? 'ASCII' : 'not ASCII'}, as ${options.bytes ? 'bytes' : 'text'}`);
    for (const name of names) {
      const ratios = OURS.map((ours) => {
        const ratio = median(times.get(name).map((taken, round) => taken / times.get(ours)[round]));
        return `${ratio.toFixed(2)} × ${ours}`;
      });
      const ns = String(Math.round(median(times.get(name)))).padStart(8);
      console.log(`  ${name.padEnd(24)} ${ns} ns${OURS.includes(name) ? '' : `   ${ratios.join('   ')}`}`);
    }
  }
}
