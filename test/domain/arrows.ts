import type { BookingStatus } from '../../src/domain/booking';
import type { PaymentStatus } from '../../src/domain/payment';

/** The arrows of saga.md, "States", and of contracts.md's table of events, written a second time. */
const OF_BOOKINGS: readonly `${BookingStatus} -> ${BookingStatus}`[] = [
  'PENDING_PAYMENT -> CONFIRMED',
  'PENDING_PAYMENT -> CANCELLED',
  'PENDING_PAYMENT -> EXPIRED',
  'PENDING_PAYMENT -> REFUND_PENDING',
  'REFUND_PENDING -> REFUNDED',
  'REFUND_PENDING -> REFUND_FAILED',
  'REFUND_FAILED -> REFUNDED',
  'CONFIRMED -> PARTIALLY_REFUNDED',
  'CONFIRMED -> REFUNDED',
  'PARTIALLY_REFUNDED -> REFUNDED',
];

const OPEN = ['initiating', 'awaiting_payment', 'processing', 'authorized'] as const;
const UNPAID_ENDINGS = ['failed', 'cancelled', 'expired', 'unapplied'] as const;

const OF_PAYMENTS: readonly `${PaymentStatus} -> ${PaymentStatus}`[] = [
  'initiating -> awaiting_payment',
  'awaiting_payment -> processing',
  'awaiting_payment -> authorized',
  'awaiting_payment -> completed',
  'processing -> awaiting_payment', // declined, the window is open
  'processing -> authorized',
  'processing -> completed',
  'authorized -> completed',
  ...OPEN.flatMap((from) => UNPAID_ENDINGS.map((to) => `${from} -> ${to}` as const)),
  // Money that is there, and how much of it is left: a refund may fail after it succeeded.
  'completed -> partially_refunded',
  'completed -> refunded',
  'unapplied -> partially_refunded',
  'unapplied -> refunded',
  'partially_refunded -> refunded',
  'partially_refunded -> completed',
  'partially_refunded -> unapplied',
  'refunded -> partially_refunded',
  'refunded -> completed',
  'refunded -> unapplied',
];

export const BOOKING_ARROWS: ReadonlySet<string> = new Set(OF_BOOKINGS);
export const PAYMENT_ARROWS: ReadonlySet<string> = new Set(OF_PAYMENTS);
