import { refundIdOf } from '../../../src/domain/ids';
import type { BookingView, RefundView } from '../../../src/domain/views';
import type { Model } from '../model';
import type { RefundRow } from '../rows';

/** src/activities/views.ts: what the workflow may know of its booking. */
export function viewOf(m: Model): BookingView {
  const { payment, ...state } = m.rows.booking!;
  return {
    bookingId: state.bookingId,
    amountMinor: state.amountMinor,
    currency: state.currency,
    status: state.status,
    paymentId: payment.paymentId,
    paymentStatus: payment.status,
    expiresAt: state.expiresAt.toISOString(),
    attempts: payment.attempts,
    ...(state.reason !== undefined && { reason: state.reason }),
    ...compensationOf(m),
    needsAttention: m.rows.isFlagged(),
  };
}

function compensationOf({ rows }: Model): Pick<BookingView, 'compensation'> {
  const { status, reason = 'unavailable', payment } = rows.booking!;
  if (status !== 'REFUND_PENDING' && status !== 'REFUND_FAILED') return {};
  const { paymentId } = payment;
  const identity = `saga:${reason}`;
  const refundId = refundIdOf(paymentId, identity);
  const row = rows.refund(refundId);
  const accepted = row !== undefined && isAccepted(row);
  return { compensation: { refundId, request: { paymentId, reason, identity }, accepted } };
}

export function isAccepted(row: RefundRow): boolean {
  return row.stripeRefundId !== null || (row.manual && row.status === 'succeeded');
}

export function refundViewOf({ rows }: Model, row: RefundRow): RefundView {
  const { bookingId, payment, status: bookingStatus } = rows.booking!;
  return {
    refundId: row.refundId,
    paymentId: payment.paymentId,
    bookingId,
    amountMinor: row.amountMinor,
    currency: rows.charge(row.stripeChargeId)!.currency,
    status: row.status,
    accepted: isAccepted(row),
    bookingStatus,
    attempt: row.attempt,
    ...(row.manual && { manual: true as const }),
    ...(row.requestedBy === 'external' && { external: true as const }),
  };
}
