import { Webhooks } from '@commet/next';
import { commetHandlers } from '../../../../servers/handlers';

export const POST = Webhooks({ webhookSecret: process.env.COMMET_WEBHOOK_SECRET, ...commetHandlers });
