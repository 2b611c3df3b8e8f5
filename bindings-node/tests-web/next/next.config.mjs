/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: ['@commet/next', '@creem_io/nextjs', '@commet/node'],
  outputFileTracingIncludes: { '/**': ['../node_modules/@commet/node-*/**'] },
  output: 'standalone',
  distDir: process.env.NEXT_DIST,
};
