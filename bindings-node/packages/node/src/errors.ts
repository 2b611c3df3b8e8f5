import { ERRORS, type ErrorCode, type ErrorEntry, type ErrorKind } from './generated/errors.js';

/** What may be said of an error besides its code. */
interface Details {
  readonly message?: string;
  readonly offset?: number;
  readonly field?: string;
}

/**
 * Why a webhook was refused, or why a verifier could not be made.
 *
 * Its message says what failed and what to do about it. Neither the body, nor a secret, nor a signature is
 * ever in it, so it is safe to log.
 */
export class WebhookError extends Error {
  /** The stable code, the same in every language. */
  readonly code: ErrorCode;
  /** What to do about it: `not_authentic` and `unreadable` are never confused. */
  readonly kind: ErrorKind;
  /** The likely mistake, and the next step. */
  readonly hint: string;
  /** The status to answer the provider with. */
  readonly httpStatus: number;
  /** For `invalid_json` and `invalid_utf8`: the byte of the body at which the fault showed. */
  readonly offset: number | undefined;
  /** For `invalid_envelope`: the field at fault. */
  readonly field: string | undefined;

  /** @internal */
  constructor(entry: ErrorEntry, details: Details = {}) {
    super(`${details.message ?? entry.message}. ${entry.hint}`);
    this.code = entry.code;
    this.kind = entry.kind;
    this.hint = entry.hint;
    this.httpStatus = entry.status;
    this.offset = details.offset;
    this.field = details.field;
  }
}

Object.defineProperty(WebhookError.prototype, 'name', { value: 'WebhookError', configurable: true, writable: true });

/** The error of a code, where it takes no details. */
export function webhookError(code: ErrorCode): WebhookError {
  return new WebhookError(ERRORS.find((entry) => entry.code === code)!);
}

/** The error of a number that the addon gives, with its record. */
export function numberedError(number: number, record: Details): WebhookError {
  const entry = ERRORS[number - 1];
  if (entry === undefined) throw new Error(`@commet/node: the addon gave the unknown error ${number}`);
  return new WebhookError(entry, record);
}
