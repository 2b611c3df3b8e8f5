import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'node:test';

const require = createRequire(import.meta.url);
const place = mkdtempSync(join(tmpdir(), 'commet-'));
after(() => rmSync(place, { recursive: true }));

const addon = createRequire(require.resolve('@commet/node')).resolve('@commet/node-linux-x64-gnu');
// The package alone, without the package of any platform.
const alone = join(place, 'node_modules/@commet/node');
cpSync(realpathSync(dirname(dirname(require.resolve('@commet/node')))), alone, { recursive: true, filter: (path) => !path.includes('src') });

const run = (script, env = {}) => {
  try {
    return execFileSync(process.execPath, ['-e', script], { cwd: place, env: { ...process.env, ...env }, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return error.stderr;
  }
};
const load = "console.log(new (require('@commet/node').Webhooks)({ secret: 's' }).provider)";

it('without an addon, says what was tried and what to do', () => {
  const message = run(load);
  assert.match(message, /no native addon that loads here \(linux x64, Node v/);
  assert.match(message, /- @commet\/node-linux-x64-gnu: Cannot find module/);
  assert.match(message, /- @commet\/node-linux-x64-musl: Cannot find module/);
  assert.match(message, /optional dependency.*COMMET_NODE_ADDON/s);
});

it('takes the addon that the environment names, and nothing else then', () => {
  assert.equal(run(load, { COMMET_NODE_ADDON: addon }), 'commet\n');
  assert.match(run(load, { COMMET_NODE_ADDON: '/nowhere.node' }), /- \/nowhere\.node: Cannot find module/);
});

it('says why a damaged addon does not load', () => {
  const damaged = join(place, 'damaged.node');
  writeFileSync(damaged, 'not a library');
  assert.match(run(load, { COMMET_NODE_ADDON: damaged }), /- .*damaged\.node: .*damaged\.node: (file too short|invalid ELF header)/);
  writeFileSync(join(place, 'other.js'), 'module.exports = {};');
  assert.match(run(load, { COMMET_NODE_ADDON: join(place, 'other.js') }), /other\.js: it is not the addon of this package/);
});

it('is one implementation for import and require', async () => {
  const imported = await import('@commet/node');
  assert.equal(imported.WebhookError, require('@commet/node').WebhookError);
  assert.deepEqual(Object.keys(imported).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort(), Object.keys(require('@commet/node')).sort());
});

it('brings no scripts that run at installation, and the addon of its platform only', () => {
  for (const name of ['@commet/node', '@commet/node-linux-x64-gnu']) {
    const manifest = JSON.parse(readFileSync(createRequire(require.resolve('@commet/node')).resolve(`${name}/package.json`), 'utf8'));
    for (const script of ['preinstall', 'install', 'postinstall']) assert.equal(manifest.scripts?.[script], undefined);
    assert.deepEqual(Object.keys(manifest.dependencies ?? {}), []);
  }
  assert.ok(existsSync(addon));
});
