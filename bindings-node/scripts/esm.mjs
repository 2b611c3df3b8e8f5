// Gives each entry of the package in the current directory its ES module. There is one implementation, so
// that classes are the same however they are imported.
import { readFileSync, writeFileSync } from 'node:fs';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
for (const { import: entry } of Object.values(exports)) {
  if (entry === undefined) continue;
  const source = `export * from './${entry.default.split('/').pop().replace(/\.mjs$/, '.js')}';\n`;
  writeFileSync(entry.default, source);
  writeFileSync(entry.types, source);
}
