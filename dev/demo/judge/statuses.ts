import type { Dossier } from './dossier';
import { canonicalEvents } from './events';
import { named } from './named';
import { isStray } from './stray';
import type { OpenedRecord } from './opened-record';

/** The statuses that an event leaves behind, as the contract's table has them. */
const BOOKING: Readonly<Record<string, string>> = {
  'booking.pending_payment': 'PENDING_PAYMENT',
  'booking.confirmed': 'CONFIRMED',
  'booking.cancelled': 'CANCELLED',
  'booking.expired': 'EXPIRED',
  'booking.refund_pending': 'REFUND_PENDING',
  'booking.partially_refunded': 'PARTIALLY_REFUNDED',
  'booking.refunded': 'REFUNDED',
  'booking.refund_failed': 'REFUND_FAILED',
};

const PAYMENT: Readonly<Record<string, string>> = {
  'booking.pending_payment': 'initiating',
  'payment.initiated': 'awaiting_payment',
  'payment.processing': 'processing',
  'payment.attempt_failed': 'awaiting_payment',
  'payment.authorized': 'authorized',
  'payment.completed': 'completed',
  'payment.failed': 'failed',
  'payment.cancelled': 'cancelled',
  'payment.expired': 'expired',
  'payment.unapplied': 'unapplied',
};

/** Each event says how booking and payment stand after it. */
export function statuses(dossier: Dossier): string[] {
  let booking = '';
  let payment = '';
  let money = '';
  for (const record of canonicalEvents(dossier)) {
    const { envelope, payload } = record;
    const type = String(envelope['eventType']);
    const stray = isStray(dossier, record);
    booking = BOOKING[type] ?? booking;
    if (!stray) payment = afterRefund(record, money) ?? PAYMENT[type] ?? payment;
    if (!stray && ['payment.completed', 'payment.unapplied'].includes(type)) money = payment;
    if (payload['bookingStatus'] !== booking || payload['paymentStatus'] !== payment)
      return named('I11', [
        `Its ${type} says ${String(payload['bookingStatus'])}, ${String(payload['paymentStatus'])}; ` +
          `it should say ${booking}, ${payment}.`,
      ]);
  }
  return [];
}

/** A refund's outcome leaves the payment as the total of all refunds says. */
function afterRefund({ envelope, payload }: OpenedRecord, money: string): string | undefined {
  const type = envelope['eventType'];
  if (type === 'payment.refunded')
    return payload['fullyRefunded'] === true ? 'refunded' : 'partially_refunded';
  if (type !== 'payment.refund_failed') return undefined;
  return payload['refundedTotalMinor'] === 0 ? money : 'partially_refunded';
}
