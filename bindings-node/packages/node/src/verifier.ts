import type { Provider } from './generated/catalog.js';
import { native } from './native.js';
import { failure } from './scratch.js';

const registry = new FinalizationRegistry<number>((number) => native.removeVerifier(number));

/** A provider's secrets, prepared for use in memory of the addon, where they are zeroed when this is gone. */
export class Verifier {
  /** The addon's number for it. */
  readonly number: number;

  constructor(
    readonly provider: Provider,
    secrets: readonly unknown[],
  ) {
    // A list without secrets is as good as one without a name.
    const [first, ...others] = secrets;
    this.number = native.addVerifier(provider.number, first);
    if (this.number < 0) throw failure(this.number);
    registry.register(this, this.number, this);
    for (const secret of others) {
      const result = native.addSecret(this.number, secret);
      if (result < 0) throw failure(result);
    }
  }

  /** Whether events need it when they are read again. */
  shared = false;

  /** Frees it now, unless events need it: then it is freed with the last of them. */
  close(): void {
    if (this.shared) return;
    registry.unregister(this);
    native.removeVerifier(this.number);
  }
}
