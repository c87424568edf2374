/**
 * Why something was not done. The service's own codes, and those of this package (its README lists
 * them with what to do); a later release may add some.
 */
export type ErrorCode =
  | 'validation_failed'
  | 'booking_exists'
  | 'booking_unavailable'
  | 'price_changed'
  | 'payment_rejected'
  | 'amount_invalid_for_currency'
  | 'currency_unsupported'
  | 'binding_cannot_carry'
  | 'booking_not_found'
  | 'payment_not_found'
  | 'payment_not_cancellable'
  | 'payment_not_refundable'
  | 'payment_disputed'
  | 'refund_exceeds_balance'
  | 'idempotency_key_reused'
  | 'request_in_progress'
  | 'unauthenticated'
  | 'forbidden'
  | 'rate_limited'
  | 'internal_error'
  | 'temporarily_unavailable'
  | 'unreachable'
  | 'interrupted'
  | (string & {});

export interface FieldError {
  /** Dotted, as in `metadata.cartId`; empty for the order as a whole. */
  path: string;
  message: string;
}

export interface ErrorFacts {
  /** The same call may succeed later; nothing happens twice. */
  retryable?: boolean;
  /** Over REST. */
  status?: number;
  requestId?: string;
  errors?: readonly FieldError[];
}

/** Refused, or not answered. `cause` is what a library threw. */
export class BookingPaymentError extends Error {
  readonly more: ErrorFacts;

  constructor(
    /** Stable. */
    readonly code: ErrorCode,
    /** What is wrong and what to do, in plain words. */
    message: string,
    { cause, ...more }: ErrorFacts & { cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BookingPaymentError';
    this.more = more;
  }

  get retryable(): boolean {
    return this.more.retryable === true;
  }
}

export function bookingNotFound(bookingId: string): BookingPaymentError {
  return new BookingPaymentError('booking_not_found', `There is no booking ${bookingId}.`);
}

export function paymentNotFound(bookingId: string): BookingPaymentError {
  return new BookingPaymentError('payment_not_found', `There is no payment of ${bookingId}.`);
}

/** The order as it stands can never be carried out; `errors` says which field to mend. */
export function invalid(errors: readonly FieldError[]): BookingPaymentError {
  const [first] = errors;
  const message = `The order is not valid: ${first?.path}: ${first?.message}`;
  return new BookingPaymentError('validation_failed', message, { errors });
}

/** Accepted, but there is nothing to tell yet. */
export function notYet(what: string, cause?: unknown): BookingPaymentError {
  const message = `${what} Repeat the call; nothing happens twice.`;
  return new BookingPaymentError('temporarily_unavailable', message, { retryable: true, cause });
}
