import {
  CancellationScope,
  CancelledFailure,
  allHandlersFinished,
  condition,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import type { StartRefusal } from '../activities/booking-request';
import type { PaymentConfirmed } from '../activities/payment-confirming';
import type { BookingRequest, BookingStatus } from '../domain/booking';
import { isUnpaid, wasTaken } from '../domain/payment';
import type { BookingView } from '../domain/views';
import { openBookingBoard } from './booking-board';
import { openBookingDesk } from './booking-desk';
import { giveBack } from './compensation';
import { awaitConfirmation } from './confirmation';
import type { Order } from './orders';
import { growingPauses } from './pauses';
import { steps } from './proxies';

export type BookingOutcome = { status: BookingStatus; refused?: never } | { refused: StartRefusal };

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
    booking = await confirm(booking, opened.confirmWindowMs);
    board.show(booking);
    if (booking.compensation) booking = await giveBack(booking, board);
    else if (wasGivenUp(booking) || wentBack(booking))
      await steps.releaseBooking(booking.bookingId);

    board.show(booking);
    await condition(allHandlersFinished);
    if (desk.runCancelled && wasGivenUp(booking))
      throw new CancelledFailure('Cancelled; nothing was charged');
    return { status: booking.status };
  });

  /** Until money is in or held, somebody cancels, or the deadline has passed. */
  async function awaitMoney(from: BookingView): Promise<BookingView> {
    let booking = from;
    let wait = untilDeadline(booking);
    const pause = growingPauses(); // after the deadline, while Stripe still works on the payment
    while (awaitsMoney(booking)) {
      board.show(booking);
      if (wait > 0) await condition(() => desk.hasNews(), wait, { summary: 'payment window' });
      const begunInTime = untilDeadline(booking) > 0;
      booking = await react(booking);
      wait = untilDeadline(booking);
      // What the deadline overtook was no reading of the deadline: that one comes at once.
      if (wait <= 0 && !(begunInTime && patched('deadline-overtakes-reading'))) wait = pause();
    }
    return booking;
  }

  /** One look at Stripe per wake, however many signals came. */
  async function react(booking: BookingView): Promise<BookingView> {
    const { bookingId } = booking;
    const order = desk.takeNews();
    const inTime = untilDeadline(booking) > 0 || booking.paymentStatus === 'authorized';
    if (!order && inTime) return steps.settlePayment(bookingId);
    const done =
      order && (inTime || order.kind === 'cancel')
        ? await carryOut(order, booking)
        : { booking: await steps.closePayment(bookingId, { how: 'expired' }) };
    if (order) desk.answer(order, done);
    return done.booking;
  }

  async function carryOut(order: Order, booking: BookingView): Promise<PaymentConfirmed> {
    const { bookingId } = booking;
    switch (order.kind) {
      case 'cancel':
        return {
          booking: await steps.closePayment(bookingId, { ...order.given, how: 'cancelled' }),
        };
      case 'confirm':
        return steps.confirmPayment({ ...order.given, bookingId });
      case 'extend':
        return { booking: await steps.extendDeadline({ ...order.given, bookingId }) };
    }
  }

  /** The owner has the last word. What is only authorised can still be cancelled meanwhile. */
  async function confirm(from: BookingView, windowMs: number): Promise<BookingView> {
    let booking = from;
    const since = Date.now();
    const left = () => ({ since, windowMs: Math.max(1, since + windowMs - Date.now()) });
    while (isAuthorized(booking)) {
      booking = await awaitConfirmation(booking, left(), desk, board);
      if (isAuthorized(booking)) booking = await react(booking);
    }
    desk.close(booking);
    return isPaid(booking) ? awaitConfirmation(booking, left(), desk, board) : booking;
  }
}

function untilDeadline({ expiresAt }: BookingView): number {
  return Date.parse(expiresAt) - Date.now();
}

function awaitsMoney(booking: BookingView): boolean {
  return booking.status === 'PENDING_PAYMENT' && isUnpaid(booking.paymentStatus);
}

function isAuthorized(booking: BookingView): boolean {
  return booking.status === 'PENDING_PAYMENT' && booking.paymentStatus === 'authorized';
}

function isPaid(booking: BookingView): boolean {
  return booking.status === 'PENDING_PAYMENT' && wasTaken(booking.paymentStatus);
}

/** All of the money was given back at Stripe before the owner had confirmed. */
function wentBack(booking: BookingView): boolean {
  return booking.status === 'REFUNDED' && booking.reason !== undefined;
}

function wasGivenUp(booking: BookingView): boolean {
  return booking.status === 'CANCELLED' || booking.status === 'EXPIRED';
}
