// The application around the samples: it records what it is asked to do.
import { record } from '../servers/handlers';

interface Column {
  column: string;
}

const application = {
  users: { id: { column: 'id' } as Column },
  eq: (column: Column, value: string) => ({ [column.column]: value }),
  db: {
    update: (_table: { id: Column }) => ({
      set: (values: { isPaid: boolean }) => ({
        where: async (condition: object) => record({ handler: 'db', payload: { ...values, ...condition } }),
      }),
    }),
  },
  // Commet leaves the merchant's own id out where there is none.
  sendWelcomeEmail: async (externalId: string | null | undefined) => record({ handler: 'sendWelcomeEmail', payload: externalId }),
  sendCancellationEmail: async (externalId: string | null | undefined) =>
    record({ handler: 'sendCancellationEmail', payload: externalId }),
  grantAccess: async (userId: string, email: string) => record({ handler: 'grantAccess', payload: [userId, email] }),
  revokeAccess: async (userId: string, email: string) => record({ handler: 'revokeAccess', payload: [userId, email] }),
};

const handle = async (object: unknown) => record({ handler: 'handle', payload: object });

export type Application = typeof application & { handle: typeof handle };

export function register() {
  Object.assign(globalThis, application);
  for (const event of [
    'CheckoutCompleted',
    'SubscriptionActive',
    'SubscriptionPaid',
    'SubscriptionCanceled',
    'SubscriptionExpired',
    'SubscriptionTrialing',
    'SubscriptionPaused',
    'SubscriptionUpdate',
    'RefundCreated',
    'DisputeCreated',
  ]) {
    Object.assign(globalThis, { [`handle${event}`]: handle });
  }
}
