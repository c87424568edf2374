import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowFailure,
  ParentClosePolicy,
  condition,
  executeChild,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { BookingView } from '../domain/views';
import { refundWorkflowId } from '../domain/workflow-ids';
import type { BookingBoard } from './booking-board';
import { refundChanged } from './messages';
import { growingPauses } from './pauses';
import { steps } from './proxies';
import { refundPayment } from './refund-payment';

/** A refund that failed waits for a person; meanwhile the money may go back another way. */
const ROW_DECIDES = 'row-decides-after-failed-refund';

type Compensation = NonNullable<BookingView['compensation']>;

/**
 * The money goes back by a workflow of its own. The places are released once Stripe has taken the
 * refund on, not when it has settled days later; the saga ends when it has.
 */
export async function giveBack(booking: BookingView, board: BookingBoard): Promise<BookingView> {
  const { bookingId, compensation } = booking;
  if (!compensation) return booking;
  let accepted = false;
  let failed = false;
  let news = false;
  let released = false;
  setHandler(refundChanged, (told) => {
    news = true;
    if (!told) return; // sent by hand
    const { status, bookingStatus } = told;
    accepted ||= told.accepted;
    failed ||= status === 'failed';
    if (status === 'succeeded') return; // the row will say what that makes of the booking
    const needsAttention = booking.needsAttention || status === 'failed';
    board.show({ ...booking, status: bookingStatus, needsAttention });
  });
  const ended = refund(booking, compensation);
  await Promise.race([condition(() => accepted || failed), ended]);
  if (failed && !patched(ROW_DECIDES)) await Promise.race([condition(() => accepted), ended]);
  if (accepted) await release();
  await Promise.race([condition(() => failed), ended]);
  if (failed && !patched(ROW_DECIDES)) await ended;
  return awaitRefund();

  /** The row decides, for others may give money back too: a caller, a person, Stripe's dashboard. */
  async function awaitRefund(): Promise<BookingView> {
    const pause = growingPauses();
    let now = await steps.settlePayment(bookingId);
    while (now.compensation) {
      if (now.compensation.accepted) await release();
      board.show(now);
      await condition(() => news, pause(), { summary: 'waiting for the refund' });
      news = false;
      now = await steps.settlePayment(bookingId);
    }
    await release(); // nothing is left to give back
    return now;
  }

  /** Never before Stripe has taken the refund on: who has paid keeps the claim until then. */
  async function release(): Promise<void> {
    if (released) return;
    released = true;
    await steps.releaseBooking(bookingId);
  }
}

/** Resolves when the refund's workflow is over, or is not ours to wait for. */
async function refund(
  { bookingId, bookingReference }: BookingView,
  { refundId, request }: Compensation,
): Promise<void> {
  try {
    await executeChild(refundPayment, {
      workflowId: refundWorkflowId(refundId),
      args: [request],
      // A refund is never given up because the booking's run was.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `Refund of booking ${bookingReference ?? bookingId}`,
    });
  } catch (error) {
    // An earlier run of this saga has started it; or somebody has terminated it.
    const elsewhere =
      error instanceof WorkflowExecutionAlreadyStartedError ||
      error instanceof ChildWorkflowFailure;
    if (!elsewhere) throw error;
  }
}
