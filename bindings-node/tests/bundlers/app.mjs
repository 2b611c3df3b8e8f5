import { Webhooks } from '@commet/node';
import { createReceiver } from '@commet/node/adapter';

const webhooks = new Webhooks({ secret: 'whsec_1' });
const payload = '{"event":"news","data":{}}';
const signature = webhooks.sign({ payload });
console.log(webhooks.receive(payload, { 'x-commet-signature': signature }).type);
const receive = createReceiver('commet', { webhookSecret: 'whsec_1' });
receive(payload, { 'x-commet-signature': signature }).then(({ status }) => console.log(status));
