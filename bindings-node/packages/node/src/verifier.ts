import type { Provider } from './generated/catalog.js';
import { native } from './native.js';
import { claim, failure } from './scratch.js';

const registry = new FinalizationRegistry<number>((number) => native.removeVerifier(number));

/** The number of no verifier. */
const GONE = -1;

/** A provider's secrets, prepared for use in memory of the addon, where they are zeroed when this is gone. */
export class Verifier {
  /** The addon's number for it. */
  number: number;

  constructor(
    readonly provider: Provider,
    secrets: readonly unknown[],
  ) {
    // Each character of a string would be taken for a secret.
    if (!Array.isArray(secrets)) throw new TypeError('secrets is not an array');
    // A list without secrets is as good as one without a name.
    const [first, ...others] = secrets;
    claim();
    this.number = native.addVerifier(provider.number, first);
    if (this.number < 0) throw failure(this.number);
    registry.register(this, this.number, this);
    for (const secret of others) {
      const result = native.addSecret(this.number, secret);
      if (result < 0) {
        this.close();
        throw failure(result);
      }
    }
  }

  /** Whether events need it when they are read again. */
  shared = false;

  /** Frees it now, unless events need it: then it is freed with the last of them. */
  close(): void {
    if (this.shared) return;
    registry.unregister(this);
    native.removeVerifier(this.number);
    // The number may be another's from now on.
    this.number = GONE;
  }
}
