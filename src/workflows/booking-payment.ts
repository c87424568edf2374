import {
  ActivityFailure,
  CancellationScope,
  CancelledFailure,
  allHandlersFinished,
  condition,
  workflowInfo,
} from '@temporalio/workflow';
import type { StartRefusal } from '../activities/booking-request';
import type { BookingRequest, BookingStatus } from '../domain/booking';
import { isOpen } from '../domain/payment';
import type { BookingView } from '../domain/views';
import { openBookingDesk } from './booking-desk';
import { openBookingBoard } from './booking-board';
import { giveBack } from './compensation';
import { growingPauses } from './pauses';
import { steps, confirmWithin } from './proxies';

export type BookingOutcome = { status: BookingStatus; refused?: never } | { refused: StartRefusal };

const FLAGGED_AFTER_MS = 10 * 60_000;

/** Waits for the money and confirms the booking, or gives back whatever was taken. */
export async function bookingPayment(request: BookingRequest): Promise<BookingOutcome> {
  const desk = openBookingDesk();
  const board = openBookingBoard(desk);
  // Money is never left half-way: a cancelled run closes the payment first, then ends as cancelled.
  return CancellationScope.nonCancellable(async () => {
    const { workflowId, startTime } = workflowInfo();
    const opened = await steps.openPayment({ request, workflowId, startedAt: startTime.getTime() });
    if (opened.refused) {
      desk.close();
      await condition(allHandlersFinished);
      return { refused: opened.refused };
    }

    let booking = await awaitMoney(opened.booking);
    if (isPaid(booking)) booking = await confirm(booking, opened.confirmWindowMs);
    board.show(booking);
    if (booking.compensation) booking = await giveBack(booking, board);
    else if (wasGivenUp(booking)) await steps.releaseBooking(booking.bookingId);

    board.show(booking);
    await condition(allHandlersFinished);
    if (desk.runCancelled && wasGivenUp(booking))
      throw new CancelledFailure('Cancelled; nothing was charged');
    return { status: booking.status };
  });

  /** Until the money is in, the customer or an operator cancels, or the deadline has passed. */
  async function awaitMoney(from: BookingView): Promise<BookingView> {
    let booking = from;
    let wait = untilDeadline(booking);
    const pause = growingPauses(); // after the deadline, while Stripe still works on the payment
    while (awaitsMoney(booking)) {
      board.show(booking);
      if (wait > 0) await condition(() => desk.hasNews(), wait, { summary: 'payment window' });
      booking = await react(booking);
      wait = untilDeadline(booking) > 0 ? untilDeadline(booking) : pause();
    }
    desk.close(booking);
    return booking;
  }

  /** One look at Stripe per wake, however many signals came. */
  async function react(booking: BookingView): Promise<BookingView> {
    const { bookingId } = booking;
    const cancel = desk.takeNews();
    if (!cancel && untilDeadline(booking) > 0) return steps.settlePayment(bookingId);
    const closing = cancel
      ? ({ ...cancel, how: 'cancelled' } as const)
      : ({ how: 'expired' } as const);
    const closed = await steps.closePayment(bookingId, closing);
    if (cancel) desk.answerCancels(closed);
    return closed;
  }

  /** The owner did not answer at once: ask on, tell a person, and at last give the money back. */
  async function confirm(booking: BookingView, windowMs: number): Promise<BookingView> {
    board.show(booking);
    let answered = false;
    const confirming = confirmWithin(windowMs)(booking.bookingId)
      .catch((error: unknown) => {
        if (!(error instanceof ActivityFailure)) throw error;
        return steps.abandonConfirmation(booking.bookingId);
      })
      .finally(() => (answered = true));
    const summary = 'the owner is late';
    if (!(await condition(() => answered, FLAGGED_AFTER_MS, { summary })))
      board.show({ ...booking, needsAttention: true });
    return confirming;
  }
}

function untilDeadline({ expiresAt }: BookingView): number {
  return Date.parse(expiresAt) - Date.now();
}

function awaitsMoney(booking: BookingView): boolean {
  return booking.status === 'PENDING_PAYMENT' && isOpen(booking.paymentStatus);
}

function isPaid(booking: BookingView): boolean {
  return booking.status === 'PENDING_PAYMENT' && booking.paymentStatus === 'completed';
}

function wasGivenUp(booking: BookingView): boolean {
  return booking.status === 'CANCELLED' || booking.status === 'EXPIRED';
}
