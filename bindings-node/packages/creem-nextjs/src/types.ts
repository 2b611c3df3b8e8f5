import type { creem, Handler } from '@commet/node';
import type { HANDLERS, ReceiverOptions } from '@commet/node/adapter';

/** What stands beside an object: whose event it is part of. */
interface Envelope<Name> {
  /** The event's name, such as `subscription.paid`. */
  webhookEventType: Name;
  /** The event's id, the same on every delivery. */
  webhookId: string;
  /** When the event was created, in milliseconds since 1970. */
  webhookCreatedAt: number;
}

/** An object as webhooks carry it: what it refers to is there as a whole, rather than as an id. */
type Whole<Data> = Data extends creem.Checkout | creem.Subscription
  ? Omit<Data, 'product' | 'customer' | 'subscription'> & {
      /** The product. */
      product: creem.Product;
      /** The customer. */
      customer: creem.Customer;
    } & (Data extends creem.Checkout
        ? {
            /** The subscription that was started, with the ids of its product and customer; absent for single purchases. */
            subscription?: creem.Subscription | null;
          }
        : unknown)
  : Data;

/** What a handler gets: the keys of the event's object on the top level, spelt as CREEM sends them. */
export type Flat<Name extends creem.WebhookEvent> = Envelope<Name> & Whole<creem.WebhookEventDataMap[Name]>;

/** What any handler gets. */
export type FlatEvent = { [Name in creem.WebhookEvent]: Flat<Name> }[creem.WebhookEvent];

/** What `onCheckoutCompleted` gets. */
export type FlatCheckoutCompleted = Flat<'checkout.completed'>;
/** What `onRefundCreated` gets. */
export type FlatRefundCreated = Flat<'refund.created'>;
/** What `onDisputeCreated` gets. */
export type FlatDisputeCreated = Flat<'dispute.created'>;

type SubscriptionEvent = Extract<creem.WebhookEvent, `subscription.${string}`>;

/** What the handler of an event of a subscription gets. */
export type FlatSubscriptionEvent<Name extends SubscriptionEvent> = Flat<Name>;

type Reason<Name> = Name extends `${infer Head}.${infer Tail}` ? `${Head}_${Tail}` : never;

/** Why access is granted: the event's name with `_` for `.`, such as `subscription_paid`. */
export type GrantAccessReason = Reason<SubscriptionEvent>;
/** Why access is revoked: the event's name with `_` for `.`, such as `subscription_expired`. */
export type RevokeAccessReason = Reason<SubscriptionEvent>;

/** What `onGrantAccess` gets: the keys of the subscription, and why. */
export type GrantAccessContext = { reason: GrantAccessReason } & Whole<creem.Subscription>;
/** What `onRevokeAccess` gets: the keys of the subscription, and why. */
export type RevokeAccessContext = { reason: RevokeAccessReason } & Whole<creem.Subscription>;

/** The event that a handler is for. */
type EventOfHandler<Name extends keyof creem.WebhookHandlers> = (typeof HANDLERS)['creem'][Name];

type FlatHandlers = {
  [Name in keyof creem.WebhookHandlers]: Handler<Flat<EventOfHandler<Name>>, creem.EventOf<EventOfHandler<Name>>>;
};

/** A secret, a handler for each event, and what holds for all of them. */
export interface WebhookOptions extends ReceiverOptions<'creem'>, FlatHandlers {
  /**
   * Called when an event says that the customer may use what they pay for. It can be called again for the same
   * subscription, so it must not matter how often.
   */
  onGrantAccess?: Handler<GrantAccessContext, creem.CreemEvent> | undefined;
  /** Called when an event says that the customer may no longer; as {@link onGrantAccess}. */
  onRevokeAccess?: Handler<RevokeAccessContext, creem.CreemEvent> | undefined;
}
