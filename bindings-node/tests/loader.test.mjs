import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'node:test';
import { headers, hmac, large, secret } from './support.mjs';

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

it('keeps apart the webhooks of several copies that load one addon', () => {
  // Nested installations, and what loads modules anew, as test runners do.
  process.env.COMMET_NODE_ADDON = addon;
  const copies = [require('@commet/node'), require(alone)].map(({ Webhooks }) => new Webhooks({ secret }));
  delete process.env.COMMET_NODE_ADDON;
  assert.notEqual(copies[0].constructor, copies[1].constructor);
  const events = [];
  for (let number = 0; number < 200; number += 1) {
    // Neither of them always comes after the other; some bodies need more memory.
    const webhooks = copies[(number % 3) % 2];
    const text = large(number, number % 40 === 0 ? 64 : 1);
    const given = number % 2 === 0 ? text : Buffer.from(text);
    assert.deepEqual(webhooks.verifyAndParse({ rawBody: given, signature: hmac(text) }), JSON.parse(text));
    const event = webhooks.receive(given, headers(text));
    assert.equal(event.data.field, JSON.parse(text).data.field);
    events.push([event, text]);
    assert.throws(() => copies[number % 2].receive(text, headers('other')), { code: 'signature_mismatch' });
  }
  for (const [event, text] of events) {
    assert.deepEqual(event.raw, JSON.parse(text));
    assert.equal(event.rawBody.toString(), text);
  }
});

it('brings no scripts that run at installation, and the addon of its platform only', () => {
  for (const name of ['@commet/node', '@commet/node-linux-x64-gnu']) {
    const manifest = JSON.parse(readFileSync(createRequire(require.resolve('@commet/node')).resolve(`${name}/package.json`), 'utf8'));
    for (const script of ['preinstall', 'install', 'postinstall']) assert.equal(manifest.scripts?.[script], undefined);
    assert.deepEqual(Object.keys(manifest.dependencies ?? {}), []);
  }
  assert.ok(existsSync(addon));
});
