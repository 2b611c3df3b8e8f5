import express from 'express';
import express4 from 'express4';
import { createServer, type RequestListener } from 'node:http';
import { Webhooks } from '@commet/node/express';
import { commetHandlers, creemHandlers, record } from './handlers.js';

/** Webhooks beside every body parser that Express has. */
export function listener(version: 4 | 5, webhookSecret: string): RequestListener {
  const make = version === 5 ? express : express4;
  const app = make();
  const receive = Webhooks({ webhookSecret, ...commetHandlers });
  app.post('/commet', receive);
  app.post('/creem', Webhooks({ provider: 'creem', webhookSecret, ...creemHandlers }));
  app.post('/after-raw', make.raw({ type: '*/*', limit: '2mb' }), receive);
  app.post('/after-text', make.text({ type: '*/*', limit: '2mb' }), receive);
  app.post(
    '/after-json-that-keeps-bytes',
    make.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) }),
    receive,
  );
  app.post('/answered', (request, response, next) => {
    response.end('mine');
    receive(request, response, next).catch((error: unknown) => record({ handler: 'none', error: String(error) }));
  });
  app.use(make.json());
  app.post('/after-json', receive);
  return app;
}

/** Without any framework. */
export const plain = (webhookSecret: string) => {
  const receive = Webhooks({ webhookSecret, ...commetHandlers });
  return createServer((request, response) => void receive(request, response, () => response.destroy()));
};
