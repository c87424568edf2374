import type { HistoryRow, PaymentRow, RefundRow } from '../db/booking-reads';
import type { DisputeRow } from '../db/disputes';
import type { BookingRequest } from '../domain/booking';
import { paymentIdOf } from '../domain/ids';

/** Rows as the API shows them (contracts.md section 3). Absent fields are left out, never null. */

export function paymentView({ booking, charges, ...payment }: PaymentRow) {
  return {
    paymentId: payment.paymentId,
    bookingId: payment.bookingId,
    ...(booking.bookingReference !== null && { bookingReference: booking.bookingReference }),
    userId: booking.userId,
    amount: booking.amountMinor,
    currency: booking.currency,
    status: payment.status,
    bookingStatus: booking.status,
    refundedAmount: charges[0]?.refundedMinor ?? 0,
    attempts: payment.attempts,
    ...(payment.stripePaymentIntentId !== null && {
      stripePaymentIntentId: payment.stripePaymentIntentId,
    }),
    ...(payment.stripeStatus !== null && { stripeStatus: payment.stripeStatus }),
    expiresAt: booking.expiresAt.toISOString(),
    createdAt: booking.createdAt.toISOString(),
  };
}

/** A payment whose workflow was started but has not written its row yet. */
export function acceptedView(request: BookingRequest) {
  const { bookingId, bookingReference, userId, amount, currency } = request;
  return {
    paymentId: paymentIdOf(bookingId),
    bookingId,
    ...(bookingReference !== undefined && { bookingReference }),
    userId,
    amount,
    currency,
    status: 'initiating' as const,
    bookingStatus: 'PENDING_PAYMENT' as const,
    refundedAmount: 0,
    attempts: 0,
  };
}

export function refundView(refund: RefundRow) {
  return {
    refundId: refund.refundId,
    paymentId: refund.paymentId,
    amount: refund.amountMinor,
    currency: refund.charge.currency,
    status: refund.status,
    reason: refund.reason,
    ...(refund.stripeRefundId !== null && { stripeRefundId: refund.stripeRefundId }),
    createdAt: refund.createdAt.toISOString(),
  };
}

export function disputeView(dispute: DisputeRow) {
  return {
    disputeId: dispute.disputeId,
    status: dispute.status,
    amount: dispute.amountMinor,
    reason: dispute.reason,
    ...timeView('evidenceDueBy', dispute.evidenceDueBy),
  };
}

/** Nothing where there is no time yet. */
export function timeView<Name extends string>(name: Name, time: Date | null) {
  return (time ? { [name]: time.toISOString() } : {}) as Partial<Record<Name, string>>;
}

export function bookingView(payment: PaymentRow, history: readonly HistoryRow[]) {
  const { booking, charges } = payment;
  return {
    bookingId: booking.bookingId,
    ...(booking.bookingReference !== null && { bookingReference: booking.bookingReference }),
    userId: booking.userId,
    status: booking.status,
    paymentId: payment.paymentId,
    paymentStatus: payment.status,
    amount: booking.amountMinor,
    currency: booking.currency,
    refundedAmount: charges[0]?.refundedMinor ?? 0,
    expiresAt: booking.expiresAt.toISOString(),
    sequence: booking.sequence,
    history: history.map(({ id, type, sequence, createdAt }) => ({
      sequence,
      eventType: type,
      eventId: id,
      timestamp: createdAt.toISOString(),
    })),
  };
}
