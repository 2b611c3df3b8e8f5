// Runs a command in a project for which the packed packages of a directory are published:
// node registry.mjs DIRECTORY COMMAND…. Other packages come from where they always do.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [directory, command, ...args] = process.argv.slice(2);
const found = new Map();
for (const file of readdirSync(directory).filter((name) => name.endsWith('.tgz'))) {
  const bytes = readFileSync(join(directory, file));
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', join(directory, file), 'package/package.json'], { encoding: 'utf8' }));
  found.set(manifest.name, { manifest, bytes, file });
}

const server = createServer((request, response) => {
  const path = decodeURIComponent(request.url).slice(1);
  const tarball = [...found.values()].find(({ file }) => path === file);
  if (tarball !== undefined) return response.end(tarball.bytes);
  if (!found.has(path)) return response.writeHead(404).end('{}');
  const { manifest, bytes, file } = found.get(path);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const version = { ...manifest, dist: { tarball: `http://${request.headers.host}/${file}`, integrity } };
  response.setHeader('content-type', 'application/json');
  return response.end(
    JSON.stringify({ name: path, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: version } }),
  );
});

server.listen(0, '127.0.0.1', () => {
  // The project's own settings, as the name of a scope does not always fit into an environment variable.
  const kept = existsSync('.npmrc');
  if (kept) copyFileSync('.npmrc', '.npmrc.kept');
  const scopes = new Set([...found.keys()].map((name) => name.split('/')[0]));
  for (const scope of scopes) appendFileSync('.npmrc', `\n${scope}:registry=http://127.0.0.1:${server.address().port}/\n`);
  const env = { ...process.env, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_ignore_scripts: 'true' };
  spawn(command, args, { stdio: 'inherit', env }).on('exit', (code) => {
    if (kept) copyFileSync('.npmrc.kept', '.npmrc');
    rmSync(kept ? '.npmrc.kept' : '.npmrc');
    server.close();
    process.exitCode = code ?? 1;
  });
});
