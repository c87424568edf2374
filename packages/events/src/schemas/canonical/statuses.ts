import { oneOf } from '../fields';

export const bookingStatus = oneOf(
  [
    'PENDING_PAYMENT',
    'CONFIRMED',
    'CANCELLED',
    'EXPIRED',
    'REFUND_PENDING',
    'REFUND_FAILED',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
  ],
  'Of the booking, after the event',
);

export const paymentStatus = oneOf(
  [
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
  ],
  'Of the payment, after the event',
);
