import { Webhook } from '@creem_io/nextjs';
import { flatHandlers } from '../../../../servers/handlers';

export const POST = Webhook({ webhookSecret: process.env.CREEM_WEBHOOK_SECRET, ...flatHandlers });
