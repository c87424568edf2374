import { bookingState } from '../db/booking-state';
import type { Database } from '../db/client';
import { needsAttention } from '../db/flags';
import { findRefund, isAccepted } from '../db/refunds';
import { refundIdOf } from '../domain/ids';
import type { BookingState } from '../domain/transition';
import type { BookingView } from '../domain/views';

/** What the workflow may know of its booking: it ends up in Temporal's history. */
export async function viewOf(db: Database, bookingId: string): Promise<BookingView> {
  const state = await bookingState(db, bookingId);
  if (!state) throw new Error(`no booking ${bookingId}`);
  const { payment } = state;
  return {
    bookingId,
    ...(state.bookingReference !== undefined && { bookingReference: state.bookingReference }),
    ...(state.customerId !== undefined && { customerId: state.customerId }),
    amountMinor: state.amountMinor,
    currency: state.currency,
    status: state.status,
    paymentId: payment.paymentId,
    paymentStatus: payment.status,
    expiresAt: state.expiresAt.toISOString(),
    attempts: payment.attempts,
    ...(state.reason !== undefined && { reason: state.reason }),
    ...(payment.lastDecline !== undefined && { lastDecline: payment.lastDecline }),
    ...(await compensationOf(db, state)),
    needsAttention: await needsAttention(db, bookingId),
  };
}

/** The refund that gives the money of an unconfirmable booking back: one per cause, whoever asks. */
async function compensationOf(
  db: Database,
  { status, reason, payment }: BookingState,
): Promise<Pick<BookingView, 'compensation'>> {
  if (status !== 'REFUND_PENDING' && status !== 'REFUND_FAILED') return {};
  const cause = reason ?? 'unavailable';
  const identity = `saga:${cause}`;
  const refundId = refundIdOf(payment.paymentId, identity);
  const request = { paymentId: payment.paymentId, reason: REASONS[cause] ?? cause, identity };
  const row = await findRefund(db, refundId);
  return { compensation: { refundId, request, accepted: row !== undefined && isAccepted(row) } };
}

const REASONS: Record<string, string> = {
  unavailable: 'The booking could not be confirmed',
  confirm_timeout: 'The booking could not be confirmed in time',
  amount_mismatch: 'Another amount was paid than the booking costs',
};
