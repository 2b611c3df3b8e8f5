// Receives the webhooks of Commet and CREEM, with Express:
//
//     npm install @commet/node express
//     COMMET_WEBHOOK_SECRET=whsec_… CREEM_WEBHOOK_SECRET=… node receiver.mjs
import express from 'express';
import { Webhooks } from '@commet/node/express';

/** The keys of events that were handled: they can come more than once. In an application, a table with a unique column. */
const handled = new Set();
/** Whether a customer may come in. In an application a table too, changed in one transaction with that. */
const access = new Map();

function setAccess(customer, granted) {
  access.set(customer, granted);
  console.log(`${customer} ${granted ? 'has' : 'has no'} access`);
}

/** Does something for an event once. If it throws, the provider is answered 500 and sends the event again. */
function once(event, act) {
  const what = `${event.type} as ${event.idempotencyKey}`;
  if (handled.has(event.idempotencyKey)) {
    console.log(`repeated ${what}`);
    return;
  }
  if (event.typed) {
    act();
    console.log(`handled ${what}`);
  } else {
    // Newer than this program, perhaps. Its data is all there.
    console.log(`untyped ${what}: ${event.untypedReason}`);
  }
  handled.add(event.idempotencyKey);
}

function handleCommet(event) {
  switch (event.type) {
    case 'subscription.activated':
    case 'subscription.canceled':
      setAccess(event.data.customerId, event.grantsAccess);
      break;
    case 'payment.failed':
      console.log(`remind ${event.data.customerId}: ${event.data.failureCode}`);
  }
}

function handleCreem(event) {
  switch (event.type) {
    case 'subscription.paid':
    case 'subscription.expired':
      // The customer is an object, or just its id.
      setAccess(event.data.customer?.id ?? event.data.customer, event.grantsAccess);
  }
}

const app = express();
app.post(
  '/webhooks/commet',
  Webhooks({
    webhookSecret: process.env.COMMET_WEBHOOK_SECRET,
    onPayload: (_payload, event) => once(event, () => handleCommet(event)),
  }),
);
app.post(
  '/webhooks/creem',
  Webhooks({
    provider: 'creem',
    webhookSecret: process.env.CREEM_WEBHOOK_SECRET,
    onPayload: (_payload, event) => once(event, () => handleCreem(event)),
  }),
);

const server = app.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
process.once('SIGTERM', () => server.close());
