/**
 * Verify and read the webhooks of Commet and CREEM.
 *
 * @packageDocumentation
 */

export { Commet, Creem, type ClientOptions } from './clients.js';
export { WebhookError } from './errors.js';
export { ReceivedEvent, type Access } from './event.js';
export type { ProviderName } from './generated/catalog.js';
export type { ErrorCode, ErrorKind } from './generated/errors.js';
export type * from './generated/commet.js';
// Under the names that Commet's own package has for them, too.
export type {
  AddonRef as WebhookAddonRef,
  BalanceSummary as WebhookBalance,
  BankRef as WebhookBankRef,
  CardInfo as WebhookCardInfo,
  CreditsBalance as WebhookCreditsBalance,
  Feature as WebhookFeatureAccess,
  PlanGrantTimelineEvent as WebhookPlanGrantTimelineEvent,
  PlanRef as WebhookPlanRef,
  SeatSummary as WebhookSeatSummary,
} from './generated/commet.js';
export type * as creem from './generated/creem.js';
export type { Handler, HeadersLike, HeaderValue, RawBody, UnknownName } from './types.js';
export {
  Webhooks,
  type Providers,
  type ReceiveExpectations,
  type ReceiveOptions,
  type Secrets,
  type SignParams,
  type VerifyAndParseParams,
  type VerifyParams,
  type WebhooksOptions,
} from './webhooks.js';
