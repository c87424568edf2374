import type { BookingStatus } from './booking';
import type { DisputeStatus } from './dispute';
import type { PaymentStatus } from './payment';
import type { RefundStatus } from './refund';

/** What may follow what (saga.md, States): the only place that knows. */

type Table<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

const BOOKING: Table<BookingStatus> = {
  PENDING_PAYMENT: ['CONFIRMED', 'CANCELLED', 'EXPIRED', 'REFUND_PENDING'],
  CONFIRMED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  CANCELLED: [],
  EXPIRED: [],
  REFUND_PENDING: ['REFUNDED', 'REFUND_FAILED'],
  REFUND_FAILED: ['REFUNDED'],
  PARTIALLY_REFUNDED: ['REFUNDED'],
  REFUNDED: [],
};

const ENDINGS: readonly PaymentStatus[] = ['failed', 'cancelled', 'expired', 'unapplied'];

/** Refund totals move a payment both ways: a refund may fail after it succeeded. */
const PAYMENT: Table<PaymentStatus> = {
  initiating: ['awaiting_payment', ...ENDINGS],
  awaiting_payment: ['processing', 'authorized', 'completed', ...ENDINGS],
  processing: ['awaiting_payment', 'authorized', 'completed', ...ENDINGS],
  authorized: ['completed', ...ENDINGS],
  completed: ['partially_refunded', 'refunded'],
  failed: [],
  cancelled: [],
  expired: [],
  unapplied: ['partially_refunded', 'refunded'],
  partially_refunded: ['completed', 'unapplied', 'refunded'],
  refunded: ['completed', 'unapplied', 'partially_refunded'],
};

/** Only a person leads out of `failed`: another attempt, or money paid back by hand. */
const REFUND: Table<RefundStatus> = {
  pending: ['succeeded', 'failed'],
  succeeded: ['failed'],
  failed: ['pending', 'succeeded'],
};

const INQUIRY: readonly DisputeStatus[] = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
];
const CHARGEBACK: readonly DisputeStatus[] = ['needs_response', 'under_review', 'won', 'lost'];
const APPEAL: readonly DisputeStatus[] = ['appeal_needs_response', 'appeal_under_review'];

/** An inquiry may become a chargeback, never the other way; a lost one may yet be won. */
const DISPUTE: Table<DisputeStatus> = {
  warning_needs_response: [...INQUIRY, ...CHARGEBACK, 'prevented'],
  warning_under_review: [...INQUIRY, ...CHARGEBACK, 'prevented'],
  warning_closed: CHARGEBACK,
  needs_response: [...CHARGEBACK, ...APPEAL, 'prevented'],
  under_review: [...CHARGEBACK, ...APPEAL, 'prevented'],
  won: ['lost', ...APPEAL],
  lost: ['won', ...APPEAL],
  prevented: [],
  appeal_needs_response: [...APPEAL, 'won', 'lost'],
  appeal_under_review: [...APPEAL, 'won', 'lost'],
};

/** A move to the same status is allowed and changes nothing. */
function may<Status extends string>(table: Table<Status>) {
  return (from: Status, to: Status): boolean => from === to || table[from].includes(to);
}

export const mayBecome = may(BOOKING);
export const mayPaymentBecome = may(PAYMENT);
export const mayRefundBecome = may(REFUND);
export const mayDisputeBecome = may(DISPUTE);
