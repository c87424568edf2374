/** Every error that the API answers with (contracts.md section 3): code → status and title. */
const PROBLEMS = {
  validation_failed: [400, 'Validation failed'],
  malformed_json: [400, 'Malformed JSON'],
  idempotency_key_required: [400, 'Idempotency-Key required'],
  webhook_signature_invalid: [400, 'Webhook signature invalid'],
  payment_not_found: [404, 'Payment not found'],
  booking_not_found: [404, 'Booking not found'],
  refund_not_found: [404, 'Refund not found'],
  dispute_not_found: [404, 'Dispute not found'],
  route_not_found: [404, 'Route not found'],
  booking_exists: [409, 'Booking exists'],
  booking_unavailable: [409, 'Booking unavailable'],
  price_changed: [409, 'Price changed'],
  request_in_progress: [409, 'Request in progress'],
  payment_not_cancellable: [409, 'Payment not cancellable'],
  payment_not_refundable: [409, 'Payment not refundable'],
  payment_disputed: [409, 'Payment disputed'],
  booking_not_open: [409, 'Booking not open'],
  refund_not_failed: [409, 'Refund not failed'],
  refund_not_retryable: [409, 'Refund not retryable'],
  dispute_closed: [409, 'Dispute closed'],
  evidence_submitted: [409, 'Evidence submitted'],
  evidence_refused: [409, 'Evidence refused'],
  body_too_large: [413, 'Body too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  idempotency_key_reused: [422, 'Idempotency-Key reused'],
  amount_invalid_for_currency: [422, 'Amount invalid for the currency'],
  currency_unsupported: [422, 'Currency unsupported'],
  binding_cannot_carry: [422, 'Binding cannot carry the booking'],
  payment_rejected: [422, 'Payment rejected'],
  refund_exceeds_balance: [422, 'Refund exceeds the balance'],
  internal_error: [500, 'Internal error'],
  temporarily_unavailable: [503, 'Temporarily unavailable'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface FieldError {
  /** Dotted, as in `metadata.cartId`; empty for the body as a whole. */
  path: string;
  message: string;
}

/** What a problem says besides its detail. */
export interface ProblemFacts {
  errors?: readonly FieldError[];
  /** Stripe's words for why it did not take the money; they stand beside the code. */
  stripe?: { errorCode: string; declineCode?: string };
}

/** An answer that is not a success. `detail` says what to do, and holds nothing internal. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly facts: ProblemFacts = {},
  ) {
    super(`${code}: ${detail}`);
    [this.status, this.title] = PROBLEMS[code];
  }
}

export function isProblemCode(word: unknown): word is ProblemCode {
  return typeof word === 'string' && Object.hasOwn(PROBLEMS, word);
}

/** Something that is needed gave no answer. Every request here may safely be repeated. */
export function unavailable(what: string): Problem {
  return new Problem(
    'temporarily_unavailable',
    `${what} Repeat the request; nothing happens twice.`,
  );
}
