import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import type { RequestListener } from 'node:http';
import { Commet } from '@commet/node';
import { commet, webhooks } from '@commet/better-auth';
import { commetHandlers } from './handlers.js';

export function listener(webhookSecret: string): RequestListener {
  const auth = betterAuth({
    baseURL: 'http://localhost',
    secret: 'of the sessions, which are not under test',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    rateLimit: { enabled: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [
      commet({
        client: new Commet({ apiKey: 'ck_none' }),
        use: [webhooks({ secret: webhookSecret, ...commetHandlers })],
      }),
    ],
  });
  return toNodeHandler(auth);
}
