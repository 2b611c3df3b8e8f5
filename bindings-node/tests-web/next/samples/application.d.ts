// What the samples take for granted.
import type { Application } from '../instrumentation';

declare global {
  const db: Application['db'];
  const users: Application['users'];
  const eq: Application['eq'];
  const sendWelcomeEmail: Application['sendWelcomeEmail'];
  const sendCancellationEmail: Application['sendCancellationEmail'];
  const grantAccess: Application['grantAccess'];
  const revokeAccess: Application['revokeAccess'];
  const handleCheckoutCompleted: Application['handle'];
  const handleSubscriptionActive: Application['handle'];
  const handleSubscriptionPaid: Application['handle'];
  const handleSubscriptionCanceled: Application['handle'];
  const handleSubscriptionExpired: Application['handle'];
  const handleSubscriptionTrialing: Application['handle'];
  const handleSubscriptionPaused: Application['handle'];
  const handleSubscriptionUpdate: Application['handle'];
  const handleRefundCreated: Application['handle'];
  const handleDisputeCreated: Application['handle'];
}
