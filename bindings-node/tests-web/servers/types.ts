// Compiled only: what the types of the packages say, and what they refuse.
import type { creem, EventOf } from '@commet/node';
import * as betterAuth from '@commet/better-auth';
import * as express from '@commet/node/express';
import * as fastify from '@commet/node/fastify';
import * as hono from '@commet/node/hono';
import * as next from '@commet/next';
import * as creemNext from '@creem_io/nextjs';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function equal<A, B>(_same: Equal<A, B>): void {}

const webhookSecret = process.env.COMMET_WEBHOOK_SECRET;

next.Webhooks({
  webhookSecret,
  onPaymentFailed: (payload, event) => {
    equal<typeof payload.event, 'payment.failed'>(true);
    equal<typeof event, EventOf<'payment.failed'>>(true);
    payload.data.customerId satisfies string;
    // @ts-expect-error: no field of a failed payment
    void payload.data.planGrantId;
  },
  onPayload: (payload) => {
    if (payload.event === 'payment.failed') payload.data.customerId satisfies string;
    // @ts-expect-error: which payload is not known yet
    void payload.data.invoiceId;
  },
});
// @ts-expect-error: no event has this handler
next.Webhooks({ webhookSecret, onPaymentFaild: () => {} });
// @ts-expect-error: without a secret
next.Webhooks({ onPaymentFailed: () => {} });

for (const { Webhooks } of [express, fastify, hono]) {
  Webhooks({ webhookSecret, onPaymentFailed: (payload) => equal<typeof payload.event, 'payment.failed'>(true) });
  Webhooks({
    provider: 'creem',
    webhookSecret,
    onCheckoutCompleted: (payload) => equal<typeof payload.object, creem.Checkout>(true),
    onPayload: (payload) => void payload.eventType,
  });
  // @ts-expect-error: no event has this handler
  Webhooks({ webhookSecret, onPaymentFaild: () => {} });
  // @ts-expect-error: a handler of the other provider
  Webhooks({ webhookSecret, onCheckoutCompleted: () => {} });
}

betterAuth.webhooks({ secret: webhookSecret, onPaymentFailed: (payload) => equal<typeof payload.event, 'payment.failed'>(true) });
// @ts-expect-error: no event has this handler
betterAuth.webhooks({ secret: webhookSecret, onPaymentFaild: () => {} });
// @ts-expect-error: it is called secret here
betterAuth.webhooks({ webhookSecret });

creemNext.Webhook({
  webhookSecret,
  onCheckoutCompleted: (data, event) => {
    equal<typeof data.webhookEventType, 'checkout.completed'>(true);
    equal<typeof event, creem.EventOf<'checkout.completed'>>(true);
    equal<typeof data.customer, creem.Customer>(true);
    equal<typeof data.subscription, creem.Subscription | null | undefined>(true);
    data satisfies creemNext.FlatCheckoutCompleted;
  },
  onSubscriptionPaid: (data) => {
    equal<typeof data.product, creem.Product>(true);
    data satisfies creemNext.FlatSubscriptionEvent<'subscription.paid'>;
  },
  onRefundCreated: (data) => {
    data.reason satisfies creem.RefundReason;
    equal<typeof data.customer, string | creem.Customer | null | undefined>(true);
  },
  onGrantAccess: ({ reason, customer }) => {
    if (reason === 'subscription_paid') customer.email satisfies string;
    // @ts-expect-error: no such reason
    if (reason === 'checkout_completed') return;
  },
});
// @ts-expect-error: no event has this handler
creemNext.Webhook({ webhookSecret, onCheckoutComplete: () => {} });
