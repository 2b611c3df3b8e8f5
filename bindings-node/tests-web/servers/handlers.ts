// What all receivers under test are made with: every handler there is, and a record of what was called.
import type { creem } from '@commet/node';
import { HANDLERS, type HandlersOf, type ReceiverOptions } from '@commet/node/adapter';

/** A call: of which handler, with what, for which delivery. */
export interface Call {
  handler: string;
  payload?: unknown;
  key?: string;
  error?: string;
}

/** A payload with this organization, or these metadata, makes its handlers fail. */
export const FAILING = 'fails';

const shared = globalThis as typeof globalThis & { calls?: Call[] };

export function record(call: Call): void {
  (shared.calls ??= []).push(call);
}

/** What has been called since the last time. */
export function taken(): Call[] {
  return (shared.calls ??= []).splice(0);
}

function recorder(handler: string) {
  return (payload: unknown, event: { idempotencyKey: string }): void => {
    if (JSON.stringify(payload).includes(`"${FAILING}"`)) throw new Error('the handler fails');
    record({ handler, payload, key: event.idempotencyKey });
  };
}

function onError(error: unknown): void {
  record({ handler: 'onError', error: error instanceof Error ? ((error as { code?: string }).code ?? error.message) : String(error) });
}

const recorders = (names: object): object => Object.fromEntries(Object.keys(names).map((name) => [name, recorder(name)]));

export const commetHandlers: HandlersOf['commet'] & Omit<ReceiverOptions<'commet'>, 'webhookSecret'> = {
  ...recorders(HANDLERS.commet),
  onPayload: recorder('onPayload'),
  onError,
};

export const creemHandlers: creem.WebhookHandlers & Omit<ReceiverOptions<'creem'>, 'webhookSecret'> = {
  ...recorders(HANDLERS.creem),
  onPayload: recorder('onPayload'),
  onError,
};

/** For `@creem_io/nextjs`, whose handlers take something else. */
export const flatHandlers = {
  ...(recorders(HANDLERS.creem) as object),
  onGrantAccess: recorder('onGrantAccess'),
  onRevokeAccess: recorder('onRevokeAccess'),
  onPayload: recorder('onPayload'),
  onError,
};
