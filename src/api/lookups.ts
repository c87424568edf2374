import {
  paymentById,
  paymentByIntent,
  paymentOfBooking,
  type PaymentRow,
} from '../db/booking-reads';
import type { Database } from '../db/client';
import { findRefund, type RefundRow } from '../db/refunds';
import { BOOKING_ID } from '../domain/ids';
import { Problem } from './problem';

/** Rows by what a path or a body names; a problem where there is none. */

export async function paymentOr404(db: Database, paymentId: string): Promise<PaymentRow> {
  const known = /^pay_[0-9a-f]{24}$/.test(paymentId) && (await paymentById(db, paymentId));
  return known || paymentNotFound();
}

export async function paymentOfIntentOr404(
  db: Database,
  paymentIntentId: string,
): Promise<PaymentRow> {
  const known =
    /^pi_\w{1,250}$/.test(paymentIntentId) && (await paymentByIntent(db, paymentIntentId));
  return known || paymentNotFound();
}

export async function bookingOr404(db: Database, bookingId: string): Promise<PaymentRow> {
  const known = BOOKING_ID.test(bookingId) && (await paymentOfBooking(db, bookingId));
  if (known) return known;
  throw new Problem('booking_not_found', 'There is no such booking.');
}

export async function refundOr404(db: Database, refundId: string): Promise<RefundRow> {
  const known = /^rfd_[0-9a-f]{24}$/.test(refundId) && (await findRefund(db, refundId));
  if (known) return known;
  throw new Problem('refund_not_found', 'There is no such refund.');
}

export function paymentNotFound(): never {
  throw new Problem('payment_not_found', 'There is no such payment.');
}
