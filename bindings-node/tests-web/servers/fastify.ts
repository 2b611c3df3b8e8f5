import fastify, { type FastifyInstance } from 'fastify';
import { Webhooks } from '@commet/node/fastify';
import { commetHandlers, creemHandlers } from './handlers.js';

/** Webhooks in an application that parses JSON in its own way elsewhere. */
export async function application(webhookSecret: string): Promise<FastifyInstance> {
  const app = fastify();
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, `text: ${body}`));
  await app.register(Webhooks({ webhookSecret, ...commetHandlers }), { prefix: '/commet' });
  await app.register(Webhooks({ provider: 'creem', webhookSecret, ...creemHandlers }), { prefix: '/creem' });
  app.post('/echo', async (request) => ({ body: request.body }));
  await app.register(
    async (part) => {
      part.addHook('onRequest', async (request) => {
        for await (const _chunk of request.raw);
      });
      await part.register(Webhooks({ webhookSecret, ...commetHandlers }));
    },
    { prefix: '/after-reading' },
  );
  return app;
}
