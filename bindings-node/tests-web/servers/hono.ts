import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { Webhooks } from '@commet/node/hono';
import { commetHandlers, creemHandlers } from './handlers.js';

export function server(webhookSecret: string, listening: (port: number) => void): ServerType {
  const app = new Hono();
  const receive = Webhooks({ webhookSecret, ...commetHandlers });
  app.post('/commet', receive);
  app.post('/creem', Webhooks({ provider: 'creem', webhookSecret, ...creemHandlers }));
  app.use('/after-reading', async (context, next) => {
    await context.req.json();
    await next();
  });
  app.post('/after-reading', receive);
  return serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => listening(port));
}
