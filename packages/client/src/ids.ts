import { createHash } from 'node:crypto';

// The service's own rules (contracts.md sections 0 and 5): whoever knows the ids needs no look-up.

const BOOKING_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export function isBookingId(text: unknown): text is string {
  return typeof text === 'string' && BOOKING_ID.test(text);
}

export function paymentIdOf(bookingId: string): string {
  return `pay_${hash24(`payment|${bookingId}`)}`;
}

/** `identity` begins with who asks: `key:…` for the refunds of this package, over both ways. */
export function refundIdOf(paymentId: string, identity: string): string {
  return `rfd_${hash24(`refund|${paymentId}|${identity}`)}`;
}

export function bookingWorkflowIdOf(bookingId: string): string {
  return `booking-${bookingId}`;
}

export function refundWorkflowIdOf(refundId: string): string {
  return `refund-${refundId}`;
}

function hash24(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
