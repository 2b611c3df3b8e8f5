// A receiver of Commet's and CREEM's webhooks that keeps who may use the product:
//
//     npm install @commet/node
//     COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… node receiver.mjs
//
// The handlers are the same with Express, Fastify and Hono.
import { createServer } from 'node:http';
import { Webhooks } from '@commet/node/express';

/** Whether a customer has access. In an application, a table. */
const access = new Map();
/** What has been handled: an event can come more than once. In an application, a table with a unique column. */
const handled = new Set();

/** Does something for an event once. A failure leaves it to the next delivery. */
async function once(event, act) {
  if (handled.has(event.idempotencyKey)) return;
  await act();
  handled.add(event.idempotencyKey);
}

/** Takes over what an event says of a customer's access; most say nothing. */
function update(event, customer) {
  if (event.grantsAccess === null) return;
  access.set(customer, event.grantsAccess);
  console.log(`${event.type}: ${customer} ${event.grantsAccess ? 'has' : 'has no'} access`);
}

const receivers = {
  '/webhooks/commet': Webhooks({
    webhookSecret: process.env.COMMET_WEBHOOK_SECRET,
    onPayload: (payload, event) => once(event, () => update(event, payload.data.customerId)),
  }),
  '/webhooks/creem': Webhooks({
    provider: 'creem',
    webhookSecret: process.env.CREEM_WEBHOOK_SECRET,
    onPayload: (payload, event) => once(event, () => update(event, payload.object.customer?.id)),
  }),
};

const server = createServer((request, response) => {
  const receive = request.method === 'POST' ? receivers[request.url] : undefined;
  if (receive === undefined) response.writeHead(404).end();
  else receive(request, response, (error) => response.destroy(error));
});

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', () => server.close());
