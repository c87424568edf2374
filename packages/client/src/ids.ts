import { createHash } from 'node:crypto';

// The service's own rules (contracts.md sections 0 and 5): whoever knows the ids needs no look-up.

export function paymentIdOf(bookingId: string): string {
  return `pay_${hash24(`payment|${bookingId}`)}`;
}

/** `identity` begins with who asks: `key:…` over REST, `command:…` from a service. */
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
