import { Webhooks } from '@commet/next';
import { commetHandlers } from '../../../../servers/handlers';

const receive = Webhooks({ webhookSecret: process.env.COMMET_WEBHOOK_SECRET, ...commetHandlers });

export async function POST(request: Request) {
  await request.json();
  return receive(request);
}
