export const PAYMENT_STATUSES = [
  'initiating',
  'awaiting_payment',
  'processing',
  'authorized',
  'completed',
  'failed',
  'cancelled',
  'expired',
  'unapplied',
  'partially_refunded',
  'refunded',
] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

const ENDINGS: readonly PaymentStatus[] = ['failed', 'cancelled', 'expired', 'unapplied'];

/** Refund totals move a payment both ways: a refund may fail after it succeeded. */
const FOLLOWS: Record<PaymentStatus, readonly PaymentStatus[]> = {
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

export function mayPaymentBecome(from: PaymentStatus, to: PaymentStatus): boolean {
  return from === to || FOLLOWS[from].includes(to);
}

/** Still waiting for the customer's money. */
export function isOpen(status: PaymentStatus): boolean {
  return ['initiating', 'awaiting_payment', 'processing', 'authorized'].includes(status);
}

/** Status of a payment whose charge has been given back so far; `kept` is its status at zero. */
export function statusFromTotal(
  capturedMinor: number,
  refundedMinor: number,
  kept: 'completed' | 'unapplied',
): PaymentStatus {
  if (refundedMinor <= 0) return kept;
  return refundedMinor >= capturedMinor ? 'refunded' : 'partially_refunded';
}
