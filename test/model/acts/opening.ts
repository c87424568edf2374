import { closed } from '../../../src/domain/decisions/closing';
import { accepted, opened, refusedByOwner } from '../../../src/domain/decisions/opening';
import { paymentIdOf } from '../../../src/domain/ids';
import type { BookingState } from '../../../src/domain/transition';
import type { BookingView } from '../../../src/domain/views';
import type { Intent } from '../../../src/stripe/payment-intents';
import { BOOKING_ID, CURRENCY, PRICE, type Model, type Steps } from '../model';
import { faultOf } from '../refusals';
import { flagWhenLate } from './lateness';
import { viewOf } from './views';

/** src/activities/opening.ts: rows, hold, PaymentIntent. */
export function* openPayment(m: Model): Steps<BookingView> {
  if (!m.rows.booking) {
    m.rows.booking = newBooking(m);
    m.rows.record(accepted);
  }
  yield;
  const state = m.rows.booking;
  if (state.status === 'PENDING_PAYMENT' && state.payment.status === 'initiating')
    yield* open(m, state);
  return viewOf(m);
}

function* open(m: Model, state: BookingState): Steps<void> {
  if (m.clock.now >= state.expiresAt.getTime()) return;
  const held = yield* flagWhenLate(m, 'hold');
  yield;
  if (!held.done) return void m.rows.record((now) => refusedByOwner(now, 'unavailable'));
  const { amount = state.amountMinor } = held;
  if (amount !== state.amountMinor)
    return void m.rows.record((now) => refusedByOwner(now, 'price_changed'));
  try {
    const intent = yield* m.parts.ensureIntent(m, state);
    m.rows.record((now) => opened(now, intent), { news: true });
    yield;
  } catch (error) {
    const fault = faultOf(error);
    if (fault?.kind !== 'refused') throw error;
    m.rows.record((now) => closed(now, { how: 'failed', failure: { errorCode: fault.code } }));
  }
}

/** The booking's one PaymentIntent, made or found again. */
export function ensureIntent(m: Model, { payment, createdAt }: BookingState): Steps<Intent> {
  const { paymentId, captureMethod, confirmationMethod } = payment;
  const metadata = { bookingId: BOOKING_ID, paymentId };
  const sum = { amountMinor: PRICE, currency: CURRENCY };
  const { create, findByPaymentId } = m.stripe.intents;
  return m.parts.once(
    m,
    `payment-intent:${paymentId}`,
    (key) => create({ ...sum, captureMethod, confirmationMethod, metadata }, key),
    () => findByPaymentId(paymentId, createdAt.getTime()),
  );
}

function newBooking({ clock, setup }: Model): BookingState {
  const { captureMethod, confirmationMethod } = setup;
  return {
    bookingId: BOOKING_ID,
    userId: 'usr-77',
    amountMinor: PRICE,
    currency: CURRENCY,
    status: 'PENDING_PAYMENT',
    sequence: 0,
    expiresAt: new Date(setup.startedAt + setup.windowMs),
    bindings: [],
    correlationId: BOOKING_ID,
    workflowId: `booking-${BOOKING_ID}`,
    createdAt: new Date(clock.now),
    payment: {
      paymentId: paymentIdOf(BOOKING_ID),
      paymentNumber: 1,
      status: 'initiating',
      paymentMethod: 'credit_card',
      captureMethod,
      confirmationMethod,
      attempts: 0,
    },
    history: new Set(),
  };
}
