import { Webhooks } from './webhooks.js';

/** Options of {@link Commet} and {@link Creem}. */
export interface ClientOptions {
  /** The API key. Webhooks do not need it. */
  apiKey?: string | undefined;
}

/** A client for Commet. This package has its webhooks. */
export class Commet {
  /** The webhooks. */
  readonly webhooks: Webhooks<'commet'>;

  constructor(_options: ClientOptions = {}) {
    this.webhooks = new Webhooks({ provider: 'commet' });
  }
}

/** A client for CREEM. This package has its webhooks. */
export class Creem {
  /** The webhooks. */
  readonly webhooks: Webhooks<'creem'>;

  constructor(_options: ClientOptions = {}) {
    this.webhooks = new Webhooks({ provider: 'creem' });
  }
}
