import { ApplicationFailure, CancellationScope, condition, setHandler } from '@temporalio/workflow';
import type { BookingView } from '../domain/views';
import { cancelBooking, getBooking, paymentUpdated } from './messages';
import type { CancelOrder } from './messages';

/**
 * Takes what Stripe and people tell a booking. It only notes: the saga alone acts, so that a
 * payment and a cancel that arrive together have one winner.
 */
export function openBookingDesk() {
  const heard = new Set<string>();
  let news = false;
  let cancels: CancelOrder[] = [];
  let open = true;
  const desk = {
    booking: undefined as BookingView | undefined,
    /** The run itself was asked to cancel, in the Web UI or by `temporal workflow cancel`. */
    runCancelled: false,
    hasNews: () => news || cancels.length > 0,
    /** Marks the news as looked at; answers the cancel that waits, if there is one. */
    takeNews(): CancelOrder | undefined {
      news = false;
      return cancels[0];
    },
    /** Every waiting cancel learns how the booking stands now. */
    answerCancels(booking: BookingView | undefined): void {
      desk.booking = booking;
      cancels = [];
    },
    /** Nothing can be cancelled any more: the money is in, none can come, or there is no booking. */
    close(booking?: BookingView): void {
      open = false;
      desk.answerCancels(booking);
    },
  };

  setHandler(paymentUpdated, (told) => {
    if (told && heard.has(told.stripeEventId)) return; // the server does not dedupe signals
    if (told) heard.add(told.stripeEventId);
    news = true;
  });
  setHandler(getBooking, () => desk.booking);
  setHandler(
    cancelBooking,
    async (order) => {
      if (open) {
        cancels.push(order);
        await condition(() => !cancels.includes(order));
      }
      if (desk.booking?.status === 'CANCELLED') return desk.booking;
      throw notCancellable(desk.booking);
    },
    {
      validator: (order: CancelOrder) => {
        mustBeInOrder(order);
        // A cancel that has happened answers the same again.
        if (!open && desk.booking?.status !== 'CANCELLED') throw notCancellable(desk.booking);
      },
    },
  );
  CancellationScope.current().cancelRequested.catch(() => {
    desk.runCancelled = true;
    if (open) cancels.push({ cancelledBy: 'operator', reason: 'The workflow was cancelled' });
  });

  return desk;
}

export type BookingDesk = ReturnType<typeof openBookingDesk>;

/** An update may be sent by hand, with any argument or none. */
function mustBeInOrder(order: Partial<CancelOrder> | undefined): void {
  const { cancelledBy, reason } = order ?? {};
  if (cancelledBy !== 'customer' && cancelledBy !== 'operator')
    throw ApplicationFailure.nonRetryable(
      'cancelledBy must be customer or operator',
      'cancelled_by_required',
    );
  if (cancelledBy === 'operator' && !reason?.trim())
    throw ApplicationFailure.nonRetryable('An operator must give a reason', 'reason_required');
}

function notCancellable(booking: BookingView | undefined): ApplicationFailure {
  const { status = 'PENDING_PAYMENT', paymentStatus = 'initiating' } = booking ?? {};
  return ApplicationFailure.nonRetryable(
    `The booking is ${status}, its payment ${paymentStatus}: it cannot be cancelled. Refund it instead.`,
    'payment_not_cancellable',
  );
}
