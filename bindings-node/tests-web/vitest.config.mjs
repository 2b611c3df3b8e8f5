export default { test: { include: ['next/app/**/*.test.ts'] } };
