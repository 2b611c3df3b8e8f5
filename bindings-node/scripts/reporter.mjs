// Shows what failed, and counts as the other runners do.
export default async function* report(source) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite' && data.details.error?.failureType === 'subtestsFailed') continue;
    if (type === 'test:pass' && data.details.type !== 'suite') passed += 1;
    if (type === 'test:fail') {
      failed += 1;
      yield `FAILED: ${data.file}: ${data.name}\n${data.details.error?.cause?.stack ?? data.details.error}\n`;
    }
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
