// Receives webhooks and prints whatever Node shows of errors and verifiers; see `memory` in this room.
// Run with --expose-gc.
import { inspect } from 'node:util';
import { Commet, Webhooks } from '@commet/node';

const now = new Date('2026-03-25T14:30:00Z');
const all = { depth: 9, showHidden: true };
let kept;

function answer(line) {
  const [command, given, signed, ...rest] = line.toString('latin1').split(' ');
  if (command === 'drop') {
    kept = undefined;
    return;
  }
  const secret = given === '-' ? ' ' : given;
  const signature = signed === '-' ? null : signed;
  const body = Buffer.from(rest.join(' '), 'latin1');
  const client = new Commet().webhooks;
  console.log(client.verify({ payload: body, signature, secret }));
  console.log(client.verifyAndParse({ rawBody: body, signature, secret }) !== null);
  try {
    const webhooks = new Webhooks({ secret, mode: 'live', maxAge: 3600, maxBodyBytes: 2000 });
    console.log(String(webhooks), inspect(webhooks, all), JSON.stringify(webhooks));
    webhooks.receive(body, { 'x-commet-signature': signature ?? '', 'x-commet-event': 'payment.failed' }, { now });
    console.log('ok');
    if (command === 'keep') kept = webhooks;
  } catch (error) {
    console.log(`${error.code}\n${error}\n${error.stack}\n${inspect(error, all)}\n${JSON.stringify(error)}`);
  }
}

let pending = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  pending = Buffer.concat([pending, chunk]);
  for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
    answer(pending.subarray(0, end));
    pending = pending.subarray(end + 1);
    // What finalizers do, they do in turns of their own.
    for (let turn = 0; turn < 3; turn++) {
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    console.log('done');
  }
}
