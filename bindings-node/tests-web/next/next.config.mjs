import commet from '../documentation/next-readme/next.config.mjs';
import creem from '../documentation/creem-nextjs-readme/next.config.mjs';

// The packages are installed one directory up, which the READMEs say of workspaces.
const inWorkspace = (path) => path.replace('./', '../');

/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: [...commet.serverExternalPackages, ...creem.serverExternalPackages],
  outputFileTracingIncludes: {
    '/**': [commet, creem].flatMap((config) => config.outputFileTracingIncludes['/**'].map(inWorkspace)),
  },
  output: 'standalone',
  distDir: process.env.NEXT_DIST,
};
