// What another runtime has to be able to do.
import { Webhooks } from '@commet/node';

const webhooks = new Webhooks({ secret: 'whsec_1' });
const payload = JSON.stringify({ event: 'payment.failed', data: { name: 'é株😀', list: [1, 2.5, null, 'thirteen chars'] } });
for (const body of [payload, new TextEncoder().encode(payload)]) {
  const signature = webhooks.sign({ payload: body });
  const event = webhooks.receive(body, new Headers({ 'x-commet-signature': signature }));
  if (JSON.stringify(event.raw) !== payload || event.data.name !== 'é株😀') throw new Error('wrong');
  if (webhooks.verify({ payload: body, signature: '0'.repeat(64) })) throw new Error('forged');
}
console.log('loaded');
