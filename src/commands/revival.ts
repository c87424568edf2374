import { paymentById, type PaymentRow } from '../db/booking-reads';
import { raiseFlag } from '../db/flags';
import { bookingRequestOf } from '../inbox/booking-request';
import type { CommandDependencies } from './dependencies';
import { reject } from './rejection';

/**
 * A booking that waits, and perhaps without a workflow: its start was lost, or somebody has
 * terminated it. Nobody may wait for ever on what nobody carries out.
 */
export function createRevival({ db, bookings }: Pick<CommandDependencies, 'db' | 'bookings'>) {
  return async function revive({ paymentId, booking }: PaymentRow): Promise<void> {
    const { bookingId, workflowId } = booking;
    const request = await bookingRequestOf(db, bookingId);
    if ((await bookings.start(request, workflowId)) === 'running') return;
    const now = await paymentById(db, paymentId);
    if (now?.booking.status !== 'PENDING_PAYMENT') return;
    const detail = `The booking waits for its payment, but workflow ${workflowId} has ended. Settle it by hand.`;
    await raiseFlag(db, bookingId, { kind: 'workflow_lost', subject: workflowId, detail });
    reject('booking_unavailable', 'Nobody works on this booking any more. Send a new one');
  };
}
