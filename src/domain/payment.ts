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
