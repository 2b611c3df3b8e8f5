// Answers conformance cases: a line each on standard input, a result each on standard output.
import { createInterface } from 'node:readline';
import { answer, parseCase } from './answer.mjs';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (!process.stdout.write(`${JSON.stringify(answer(parseCase(line)))}\n`)) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
