// Writes the blocks of the documentation into the files that their first lines name: those of routes into the
// application of Next.js, below a directory for each page, and the rest into `documentation/`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGES = {
  'better-auth': 'docs/frameworks/better-auth.md',
  'better-auth-readme': 'bindings-node/packages/better-auth/README.md',
  'creem-nextjs-readme': 'bindings-node/packages/creem-nextjs/README.md',
  express: 'docs/frameworks/express.md',
  fastify: 'docs/frameworks/fastify.md',
  hono: 'docs/frameworks/hono.md',
  migration: 'docs/migration/node.md',
  'next-readme': 'bindings-node/packages/next/README.md',
  nextjs: 'docs/frameworks/nextjs.md',
  'node-http': 'docs/frameworks/node-http.md',
  'node-readme': 'bindings-node/packages/node/README.md',
};

/** The blocks of a page, which whoever asks for them has to run. */
function* blocks(page, language) {
  for (let number = 1; ; number++) {
    const { stdout, stderr, error } = spawnSync(`${process.env.REPOSITORY}/tests/blocks`, [page, language, `${number}`], { encoding: 'utf8' });
    if (stderr?.includes('no such block')) return;
    if (error !== undefined || stderr !== '') throw new Error(`${page}: ${stderr}`, { cause: error });
    yield stdout;
  }
}

for (const [name, page] of Object.entries(PAGES)) {
  for (const text of [...blocks(page, 'ts'), ...blocks(page, 'js')]) {
    const file = /^\/\/ (\S+)\n/.exec(text)[1];
    const [, router, rest] = /^(app|pages\/api)\/(.*)/.exec(file) ?? [];
    const path = router === undefined ? join('documentation', name, file) : join('next', router, name, rest);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}
