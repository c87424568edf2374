import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, condition, startChild } from '@temporalio/workflow';
import type { BookingView } from '../domain/views';
import { refundWorkflowId } from '../domain/workflow-ids';
import type { BookingDesk } from './booking-desk';
import { steps } from './proxies';
import { refundPayment } from './refund-payment';

const READ_AGAIN_AFTER_MS = 60_000;

/**
 * The money goes back by a workflow of its own. The places are released once Stripe has taken the
 * refund on, not when it has settled days later; the saga ends when it has.
 */
export async function giveBack(booking: BookingView, desk: BookingDesk): Promise<BookingView> {
  const { bookingId, compensation } = booking;
  if (!compensation) return booking;
  const { refundId, request } = compensation;
  try {
    const refund = await startChild(refundPayment, {
      workflowId: refundWorkflowId(refundId),
      args: [request],
      // A refund is never given up because the booking's run was.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `Refund of booking ${booking.bookingReference ?? bookingId}`,
    });
    const result = refund.result();
    await Promise.race([condition(() => desk.refundAccepted), result]);
    await steps.releaseBooking(bookingId);
    const outcome = await result;
    // Refused: nothing is left to give back, because somebody did it at Stripe. Go by the row.
    if (outcome.refused) return await awaitRefund(booking);
    return { ...booking, status: outcome.refund.bookingStatus };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await steps.releaseBooking(bookingId);
    return awaitRefund(booking);
  }
}

/** Somebody else sees to the refund (an earlier run of this saga, or Stripe's dashboard). */
async function awaitRefund(booking: BookingView): Promise<BookingView> {
  let now = booking;
  while (now.compensation) {
    await condition(() => false, READ_AGAIN_AFTER_MS, { summary: 'waiting for the refund' });
    now = await steps.settlePayment(booking.bookingId);
  }
  return now;
}
