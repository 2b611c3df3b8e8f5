// Prints where the addon for this machine belongs: the package of npm/ that is made for it.
import { readdirSync, readFileSync } from 'node:fs';

const libc = process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
for (const directory of readdirSync('npm')) {
  const { os, cpu, libc: libcs = [libc], main } = JSON.parse(readFileSync(`npm/${directory}/package.json`, 'utf8'));
  if (os.includes(process.platform) && cpu.includes(process.arch) && libcs.includes(libc)) {
    console.log(`npm/${directory}/${main}`);
    process.exit(0);
  }
}
console.error(`npm/ has no package for ${process.platform} ${process.arch} ${libc}: add one, and a line to the`);
console.error('optionalDependencies of packages/node');
process.exit(1);
