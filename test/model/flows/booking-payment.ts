import { isUnpaid, wasTaken } from '../../../src/domain/payment';
import type { BookingView } from '../../../src/domain/views';
import type { Model } from '../model';
import { doing, waiting, type Flow } from './asks';
import type { Desk, Order } from './desk';
import { growingPauses } from './pauses';

const CONFIRM_WINDOW_MS = 2 * 3_600_000;

/** src/workflows/booking-payment.ts: waits for the money and confirms, or gives back. */
export function* bookingPayment(m: Model, desk: Desk): Flow<string> {
  const { parts } = m;
  desk.booking = yield* doing(() => parts.openPayment(m));
  let booking = yield* awaitMoney(m, desk, desk.booking);
  booking = yield* confirm(m, desk, booking);
  desk.booking = booking;
  if (booking.compensation) booking = yield* giveBack(m, desk, booking);
  else if (wasGivenUp(booking)) yield* doing(() => parts.releaseBooking(m));
  desk.booking = booking;
  return booking.status;
}

function* awaitMoney(m: Model, desk: Desk, from: BookingView): Flow<BookingView> {
  let booking = from;
  let waitMs = untilDeadline(m, booking);
  const pause = growingPauses();
  while (booking.status === 'PENDING_PAYMENT' && isUnpaid(booking.paymentStatus)) {
    desk.booking = booking;
    if (waitMs > 0) yield* waiting(() => desk.hasNews(), m.clock.now + waitMs);
    const begunInTime = untilDeadline(m, booking) > 0;
    booking = yield* react(m, desk, booking);
    waitMs = untilDeadline(m, booking);
    if (waitMs <= 0 && !begunInTime) waitMs = pause();
  }
  return booking;
}

/** One look at Stripe per wake, however many signals came. */
function* react(m: Model, desk: Desk, booking: BookingView): Flow<BookingView> {
  const order = desk.takeNews();
  const inTime = untilDeadline(m, booking) > 0 || booking.paymentStatus === 'authorized';
  if (!order && inTime) return yield* doing(() => m.parts.settlePayment(m));
  const after =
    order && (inTime || order.kind === 'cancel')
      ? yield* carryOut(m, order)
      : yield* doing(() => m.parts.closePayment(m, { how: 'expired' }));
  if (order) desk.answer(order, after);
  return after;
}

function* carryOut(m: Model, order: Order): Flow<BookingView> {
  switch (order.kind) {
    case 'cancel':
      return yield* doing(() =>
        m.parts.closePayment(m, { how: 'cancelled', cancelledBy: order.by, reason: 'asked' }),
      );
    case 'confirm':
      return yield* doing(() => m.parts.confirmPayment(m, order));
    case 'extend':
      return yield* doing(() => m.parts.extendDeadline(m, order.id, order.expiresAt));
  }
}

function* confirm(m: Model, desk: Desk, from: BookingView): Flow<BookingView> {
  let booking = from;
  const until = m.clock.now + CONFIRM_WINDOW_MS;
  while (isAuthorized(booking)) {
    booking = yield* awaitConfirmation(m, desk, booking, Math.max(1, until - m.clock.now));
    if (isAuthorized(booking)) booking = yield* react(m, desk, booking);
  }
  desk.close(booking);
  return booking.status === 'PENDING_PAYMENT' && wasTaken(booking.paymentStatus)
    ? yield* awaitConfirmation(m, desk, booking, CONFIRM_WINDOW_MS)
    : booking;
}

/** src/workflows/confirmation.ts. */
function* awaitConfirmation(
  m: Model,
  desk: Desk,
  booking: BookingView,
  withinMs: number,
): Flow<BookingView> {
  const answer = yield {
    run: () => m.parts.confirmBooking(m),
    withinMs,
    unless: () => desk.hasNews(),
  };
  if (answer === 'interrupted') return booking;
  if (answer === 'timed out') return yield* doing(() => m.parts.abandonConfirmation(m));
  return (answer as { value: BookingView }).value;
}

/** src/workflows/compensation.ts. */
function* giveBack(m: Model, desk: Desk, booking: BookingView): Flow<BookingView> {
  const { refundId, request } = booking.compensation!;
  const order = { refundId, workflowId: `refund-${refundId}`, reason: request.reason };
  let released = false;
  const ended = m.refundFlows.startChild({ ...order, identity: request.identity! }, desk);
  yield* waiting(() => desk.refundAccepted || ended());
  if (desk.refundAccepted) yield* release();
  yield* waiting(ended);
  return yield* awaitRefund();

  function* awaitRefund(): Flow<BookingView> {
    const pause = growingPauses();
    let now = yield* doing(() => m.parts.settlePayment(m));
    while (now.compensation) {
      if (now.compensation.accepted) yield* release();
      yield* waiting(() => desk.refundNews, m.clock.now + pause());
      desk.refundNews = false;
      now = yield* doing(() => m.parts.settlePayment(m));
    }
    yield* release();
    return now;
  }

  function* release(): Flow<void> {
    if (released) return;
    released = true;
    yield* doing(() => m.parts.releaseBooking(m));
  }
}

function untilDeadline({ clock }: Model, { expiresAt }: BookingView): number {
  return Date.parse(expiresAt) - clock.now;
}

function isAuthorized(booking: BookingView): boolean {
  return booking.status === 'PENDING_PAYMENT' && booking.paymentStatus === 'authorized';
}

function wasGivenUp({ status, reason }: BookingView): boolean {
  const wentBack = status === 'REFUNDED' && reason !== undefined;
  return status === 'CANCELLED' || status === 'EXPIRED' || wentBack;
}
