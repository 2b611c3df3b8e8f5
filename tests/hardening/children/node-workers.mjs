// Workers that begin and end, some by force, while all of them and the main thread verify.
import assert from 'node:assert';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { Webhooks } from '@commet/node';

const body = Buffer.from(`{"event":"payment.failed","data":{"list":[${'1,'.repeat(2000)}0]}}`);

function work(times) {
  const webhooks = new Webhooks({ secret: 'whsec_workers' });
  const headers = { 'x-commet-signature': webhooks.sign({ payload: body }) };
  for (let time = 0; time < times; time++) {
    assert.equal(webhooks.receive(body, headers).type, 'payment.failed');
    assert.equal(webhooks.verify({ payload: 'x', signature: headers['x-commet-signature'] }), false);
  }
}

if (isMainThread) {
  const turns = 8;
  for (let turn = 0; turn < turns; turn++) {
    const workers = [0, 1, 2].map(() => new Worker(new URL(import.meta.url)));
    const ended = workers.map((worker) => new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve)));
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
    work(50);
    // The first is ended in the midst of a call, most likely.
    await workers[0].terminate();
    await Promise.all(ended);
  }
  console.log('done');
} else {
  parentPort.postMessage('begun');
  work(300);
}
