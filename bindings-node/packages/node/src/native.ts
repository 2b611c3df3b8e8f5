import { createRequire } from 'node:module';

/** The functions of the addon; `src/calls.rs` describes them. */
export interface Native {
  /** The scratch that the addon writes to: copies of this package that load the same addon take turns. */
  scratch?: object;
  setScratch(array: Uint8Array): number;
  addVerifier(provider: number, secret: unknown): number;
  addSecret(verifier: number, secret: unknown): number;
  removeVerifier(verifier: number): number;
  sign(verifier: number, body: string | Uint8Array): string | number;
  verify(verifier: number, body: string | Uint8Array, signature: unknown): number;
  parse(verifier: number, body: string | Uint8Array, signature: unknown, latin1?: 0 | 1): number;
  receive(
    verifier: number,
    body: string | Uint8Array,
    signature: string | undefined,
    event: string | undefined,
    mode?: string,
    maxAge?: number,
    now?: number,
    clockSkew?: number,
    maxBodyBytes?: number,
  ): number;
}

/** The environment variable that names a file to load in the place of the platform's package. */
const OVERRIDE = 'COMMET_NODE_ADDON';

/** The packages that may hold the addon for this machine, most likely first. */
function candidates(): string[] {
  const name = `@commet/node-${process.platform}-${process.arch}`;
  switch (process.platform) {
    case 'linux': {
      const libcs = isMusl() ? ['musl', 'gnu'] : ['gnu', 'musl'];
      return libcs.map((libc) => `${name}-${libc}${process.arch === 'arm' ? 'eabihf' : ''}`);
    }
    case 'win32':
      return [`${name}-msvc`];
    default:
      return [name];
  }
}

/** Only decides what is tried first. */
function isMusl(): boolean {
  try {
    const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
    return report?.header !== undefined && report.header.glibcVersionRuntime === undefined;
  } catch {
    return false;
  }
}

function load(): Native {
  // Bundlers must not try to follow what is loaded here.
  const require = createRequire(__filename);
  const override = process.env[OVERRIDE];
  const tried: string[] = [];
  for (const candidate of override ? [override] : candidates()) {
    try {
      const addon = require(candidate) as Native;
      if (typeof addon.receive === 'function') return addon;
      tried.push(`${candidate}: it is not the addon of this package`);
    } catch (error) {
      tried.push(`${candidate}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  throw new Error(
    [
      `@commet/node has no native addon that loads here (${process.platform} ${process.arch}, Node ${process.version}). Tried:`,
      ...tried.map((line) => `  - ${line}`),
      'The addon is an optional dependency. It is missing where optional dependencies are left out, or where a',
      'lock file was made on another platform: delete node_modules and the lock file, and install again. A bundler',
      `has to leave @commet/node external. ${OVERRIDE} may name the file of an addon to load instead.`,
    ].join('\n'),
  );
}

/** The addon. One that has its own environment in each worker. */
export const native: Native = load();
