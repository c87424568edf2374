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

/** Neither money nor an authorisation yet: the customer may still try. */
export function isUnpaid(status: PaymentStatus): boolean {
  return ['initiating', 'awaiting_payment', 'processing'].includes(status);
}

/** Nothing was taken yet; an authorised sum is held, not taken. */
export function isOpen(status: PaymentStatus): boolean {
  return isUnpaid(status) || status === 'authorized';
}

/** Money came in for the booking, whatever part of it has gone back since. */
export function wasTaken(status: PaymentStatus): boolean {
  return ['completed', 'partially_refunded', 'refunded'].includes(status);
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
