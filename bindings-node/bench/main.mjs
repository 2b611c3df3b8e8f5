// Times the package and its peers: `make bench ONLY=node` in the project's root. Arguments and output are those of
// benches/src/measurements.rs.
//
//   node main.mjs BODIES ROUNDS [--bytes] [--cold]
//
// Bodies are text unless --bytes is given. --cold times the first ten calls of each kind instead, as one round.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contenders } from './contenders.mjs';

const KINDS = ['small', 'medium', 'large'].flatMap((size) => [`${size}-ascii`, `${size}-unicode`]);
/** Bytes that a turn goes through, about. */
const TURN = 2_000_000;
/** Until V8 has optimised everything. */
const WARM_UP = 5;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { bytes: { type: 'boolean', default: false }, cold: { type: 'boolean', default: false } },
});
if (positionals.length !== 2) throw new Error('usage: node main.mjs BODIES ROUNDS [--bytes] [--cold]');
const [directory, rounds] = positionals;

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function facts() {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url)));
  const peers = { '@commet/node': 'official', standardwebhooks: 'standardwebhooks', stripe: 'stripe', svix: 'svix' };
  const versions = Object.entries(peers).map(([name, place]) => [name, packages[`node_modules/${place}`].version]);
  return { runtime: `Node ${process.versions.node}`, versions: Object.fromEntries(versions) };
}

/** Nanoseconds a call, going through all inputs. */
function time(run, inputs, passes) {
  const start = process.hrtime.bigint();
  for (let pass = 0; pass < passes; pass += 1) for (const input of inputs) run(input);
  return Number(process.hrtime.bigint() - start) / inputs.length / passes;
}

/** By contender, the nanoseconds a call of each round. */
function measure(inputs, passes) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  if (options.cold) {
    for (const name of Object.keys(contenders)) times[name].push(time(contenders[name].run, inputs[name].slice(0, 10), 1));
    return times;
  }
  for (let round = 0; round < Number(rounds) + WARM_UP; round += 1) {
    for (const name of Object.keys(contenders)) {
      const taken = time(contenders[name].run, inputs[name], passes);
      if (round >= WARM_UP) times[name].push(taken);
    }
  }
  return times;
}

print(facts());
for (const kind of KINDS) {
  const file = readFileSync(join(directory, `${kind}.jsonl`));
  const texts = file.toString().trimEnd().split('\n');
  // Slices of the file would be compared by their parts: V8 copies what goes through a buffer.
  const bodies = texts.map((text) => (options.bytes ? Buffer.from(text) : Buffer.from(text).toString()));
  const inputs = Object.fromEntries(
    Object.entries(contenders).map(([name, { prepare }]) => [name, bodies.map(prepare)]),
  );
  const times = measure(inputs, Math.max(1, Math.floor(TURN / file.length)));
  for (const [name, { task, role, run, event }] of Object.entries(contenders)) {
    if (event(run(inputs[name][0])) !== JSON.parse(texts[0]).event) throw new Error(`${name} gives a wrong answer`);
    print({ bodies: kind, task, [role]: name, ns: times[name] });
  }
}
