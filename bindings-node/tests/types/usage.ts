// Compiles in strict mode: what users write, and what the compiler has to refuse.
import { Commet, Creem, ReceivedEvent, WebhookError, Webhooks } from '@commet/node';
import type {
  Access,
  CommetEvent,
  creem,
  ErrorCode,
  EventOf,
  SubscriptionActivatedData,
  WebhookEvent,
  WebhookEventDataMap,
  WebhookEventHandler,
  WebhookEventPayload,
  WebhookFeatureAccess,
  WebhookHandlers,
  WebhookPayload,
} from '@commet/node';
import { createReceiver, type Answer } from '@commet/node/adapter';

const equal = <A, B extends A = A>(_value: B): void => {};

const commet = new Commet({ apiKey: 'ck_1' });
const payload = commet.webhooks.verifyAndParse({ rawBody: '', signature: null, secret: '' });
if (payload) {
  equal<WebhookPayload>(payload);
  switch (payload.event) {
    case 'subscription.activated': {
      const data: SubscriptionActivatedData = payload.data;
      equal<string>(data.customerId);
      equal<string | null | undefined>(data.externalId);
      // @ts-expect-error a field of no event
      payload.data.nonsense;
      // @ts-expect-error may be absent
      equal<string>(data.externalId);
      break;
    }
    case 'customer.state_changed':
      for (const feature of payload.data.features) {
        if (feature.type === 'usage' && 'consumption' in feature) equal<string | undefined>(feature.code as string);
      }
      break;
    // @ts-expect-error no event of this name
    case 'subscription.activate':
      break;
    case 'payment.failed':
      // @ts-expect-error a field of another event
      payload.data.currentPeriodStart;
      break;
    default:
      equal<string>(payload.event);
  }
  const name: string = payload.event;
  equal<string>(name);
}

function unknownOnes(payload: WebhookPayload): unknown {
  if (payload.event !== 'payment.failed') return payload.data;
  return payload.data.customerId;
}
equal<unknown>(unknownOnes);

commet.webhooks
  .on('payment.failed', (data, payload) => {
    equal<string | null | undefined>(data.failureCode);
    equal<'payment.failed'>(payload.event);
  })
  .on('subscription.canceled', async (data) => {
    equal<string>(data.customerId);
  });
// @ts-expect-error no event of this name
commet.webhooks.on('payment.fail', () => {});
const handler: WebhookEventHandler<'payment.received'> = (data, payload) => [data.customerId, payload.data];
commet.webhooks.on('payment.received', handler);
equal<Promise<WebhookPayload | null>>(commet.webhooks.process({ rawBody: new Uint8Array(), signature: undefined, secret: '' }));

const webhooks = new Webhooks({ secret: 'whsec_1' });
const event: CommetEvent = webhooks.receive(Buffer.alloc(0), new Headers(), { maxAge: 60, mode: 'live', now: new Date() });
equal<Date | null>(event.time);
equal<Access | null>(event.access);
equal<boolean | null>(event.grantsAccess);
if (event.type === 'subscription.activated') {
  equal<EventOf<'subscription.activated'>>(event);
  equal<string>(event.data.customerId);
  equal<string>(event.raw.timestamp);
  // @ts-expect-error cannot be changed
  event.id = 'x';
} else if (event.type !== 'payment.failed') {
  equal<string>(event.type);
}
equal<ReceivedEvent>(event);

const { webhooks: ofCreem } = new Creem();
const other = ofCreem.receive(new ArrayBuffer(0), new Map([['creem-signature', 'x']]), { secrets: ['a', 'b'] });
equal<creem.CreemEvent>(other);
if (other.type === 'checkout.completed') equal<string>(other.data.id);
const provided = webhooks.receive('', [['creem-signature', 'x']], { provider: 'creem', secret: 'x' });
equal<creem.CreemEvent>(provided);
new Webhooks({ provider: 'creem' }).on('checkout.completed', (data) => equal<string>(data.id));
// @ts-expect-error an event of Commet
ofCreem.on('payment.failed', () => {});

import('node:http').then(({ createServer }) =>
  createServer((request) => {
    webhooks.receive('', request.headers);
    webhooks.receive('', request.rawHeaders);
  }),
);
// @ts-expect-error a body that was parsed
webhooks.receive({ event: 'x' }, {});
// @ts-expect-error seconds are a number
webhooks.receive('', {}, { maxAge: '60' });

try {
  webhooks.receive('', {});
} catch (error) {
  if (error instanceof WebhookError) {
    equal<ErrorCode>(error.code);
    equal<number>(error.httpStatus);
    // @ts-expect-error no code of this name
    error.code === 'signature_wrong';
    if (error.kind === 'not_authentic') equal<string>(error.hint);
  }
}

const receiver = createReceiver('commet', {
  webhookSecret: process.env['COMMET_WEBHOOK_SECRET'],
  onSubscriptionActivated: (payload, event) => {
    equal<string>(payload.data.customerId);
    equal<'subscription.activated'>(event.type);
  },
  onPayload: (payload) => equal<string>(payload.event),
  onError: (error) => console.error(error),
});
equal<Promise<Answer>>(receiver('', {}));
// @ts-expect-error no handler of this name
createReceiver('commet', { webhookSecret: '', onSubscriptionActivate: () => {} });
equal<keyof WebhookHandlers>('onPaymentFailed');
equal<WebhookEvent>('payment.failed');
equal<WebhookEventDataMap['payment.failed']['customerId']>('user_1');

// What is written with the types of Commet's own packages.
const activated = async ({ data }: Extract<WebhookEventPayload, { event: 'subscription.activated' }>): Promise<void> => {
  equal<string>(data.customerId);
};
const anything = async (payload: WebhookEventPayload): Promise<void> => equal<string>(payload.event);
const failed = async (error: Error, payload: unknown): Promise<void> => console.error(error.message, payload);
createReceiver('commet', { webhookSecret: '', onSubscriptionActivated: activated, onPayload: anything, onError: failed });
createReceiver('commet', { webhookSecret: '', onError: async (error) => console.error(error.stack) });
const sent: WebhookEventPayload | null = new Webhooks().verifyAndParse({ rawBody: '', signature: null, secret: '' });
if (sent?.event === 'customer.state_changed') equal<WebhookFeatureAccess[]>(sent.data.features);
