import { paymentById, type PaymentRow } from '../db/booking-reads';
import { waitFor } from '../db/waiting';
import type { CancelOrder } from '../temporal/bookings';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';

/** After the workflow has answered, its row follows at once. */
const ROW_FOLLOWS_MS = 3_000;

/**
 * Closes an open payment: the workflow asks Stripe first, so money that is already in wins. A
 * cancel that has happened answers the same again.
 */
export function createCancelling({ db, bookings }: ApiDependencies) {
  async function cancel(payment: PaymentRow, order: CancelOrder): Promise<PaymentRow> {
    if (isOver(payment)) return cancelled(payment);
    const { workflowId, sequence } = payment.booking;
    // The sequence: a refusal is remembered under its id, and must not outlive its reason.
    const updateId = `cancel:${payment.paymentId}:${sequence}`;
    const { outcome } = await bookings.cancel(workflowId, order, updateId);
    const read = async () => (await paymentById(db, payment.paymentId)) ?? payment;
    const now = await waitFor(read, isOver, outcome === 'refused' ? 0 : ROW_FOLLOWS_MS);
    if (isOver(now)) return cancelled(now);
    if (outcome === 'refused') throw notCancellable(now);
    throw unavailable('The cancellation is not complete.');
  }

  return cancel;
}

export type Cancel = ReturnType<typeof createCancelling>;

function isOver({ booking }: PaymentRow): boolean {
  return booking.status !== 'PENDING_PAYMENT';
}

function cancelled(payment: PaymentRow): PaymentRow {
  if (payment.booking.status === 'CANCELLED') return payment;
  throw notCancellable(payment);
}

function notCancellable({ booking, status }: PaymentRow): Problem {
  return new Problem(
    'payment_not_cancellable',
    `The booking is ${booking.status} and its payment ${status}. Money that is in can be refunded.`,
  );
}
