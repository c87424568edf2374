import type { Closing } from '../../../src/domain/decisions/closing';
import { opened } from '../../../src/domain/decisions/opening';
import { authorized, authorizedAmiss } from '../../../src/domain/decisions/authorizing';
import { processing } from '../../../src/domain/decisions/paying';
import { nextStep } from '../../../src/domain/decisions/reading';
import type { BookingState } from '../../../src/domain/transition';
import type { BookingView } from '../../../src/domain/views';
import type { Intent } from '../../../src/stripe/payment-intents';
import type { Model, Steps } from '../model';
import { isRefused } from '../refusals';
import { tryToConfirm } from './confirming';
import { forgoEffect } from './once';
import { close, receive, recordAttempts } from './receiving';
import { viewOf } from './views';

/** src/activities/settling.ts: what does Stripe say now? */
export function* settlePayment(m: Model): Steps<BookingView> {
  const state = open(m);
  yield;
  const intentId = state?.payment.stripePaymentIntentId;
  if (state && intentId !== undefined) {
    const exhausted = yield* recordAttempts(m, state, intentId);
    const intent = m.stripe.intents.retrieve(intentId);
    yield;
    yield* settle(m, state, intent, exhausted);
  }
  return viewOf(m);
}

/** Ends the wait. Stripe decides. */
export function* closePayment(m: Model, closing: Closing): Steps<BookingView> {
  const state = open(m);
  yield;
  if (state) {
    const intent = yield* intentToClose(m, state);
    yield;
    const exhausted = intent && (yield* recordAttempts(m, state, intent.id));
    const how = closing.how === 'expired' ? (exhausted ?? closing) : closing;
    yield* settle(m, state, intent, how);
  }
  return viewOf(m);
}

function open({ rows }: Model): BookingState | undefined {
  const state = rows.booking!;
  const waits = state.status === 'PENDING_PAYMENT' && state.payment.status !== 'completed';
  return waits ? state : undefined;
}

function* intentToClose(m: Model, state: BookingState): Steps<Intent | undefined> {
  const { paymentId, stripePaymentIntentId } = state.payment;
  const { retrieve } = m.stripe.intents;
  if (stripePaymentIntentId !== undefined) return retrieve(stripePaymentIntentId);
  if (forgoEffect(m, `payment-intent:${paymentId}`)) return undefined;
  yield;
  let intent: Intent;
  try {
    intent = yield* m.parts.ensureIntent(m, state);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return undefined;
  }
  m.rows.record((now) => opened(now, intent), { news: true });
  yield;
  return retrieve(intent.id);
}

function* settle(
  m: Model,
  state: BookingState,
  intent: Intent | undefined,
  closing: Closing | undefined,
): Steps<void> {
  if (!intent) {
    if (closing) yield* close(m, closing);
    return;
  }
  const next = nextStep(intent.status, closing);
  switch (next.step) {
    case 'receive': {
      const paid = yield* receive(m, intent);
      yield;
      return yield* tryToConfirm(m, paid);
    }
    case 'authorize':
      return yield* authorize(m, state, intent);
    case 'close':
      return yield* close(m, next.closing);
    case 'cancel': {
      const now = yield* m.parts.cancelIntent(m, intent, next.closing);
      return yield* settle(m, state, now, next.closing);
    }
    case 'tell-processing':
      m.rows.record((now) => processing(now, intent.status), { news: true });
      yield;
      return;
    case 'wait':
      return;
  }
}

/** Held on the card: the owner is asked before it is captured. Another sum is never captured. */
function* authorize(m: Model, state: BookingState, intent: Intent): Steps<void> {
  const { amountCapturableMinor: amountMinor, currency, livemode } = intent;
  const amiss = authorizedAmiss(state, { amountMinor, currency, livemode }, false);
  if (!amiss) {
    const held = (now: BookingState) => authorized(now, intent.charge);
    const recorded = m.rows.record(held, { news: true });
    yield;
    return yield* tryToConfirm(m, recorded);
  }
  m.rows.raise(amiss);
  yield;
  const closing = { how: 'cancelled', cancelledBy: 'provider', reason: amiss.kind } as const;
  yield* settle(m, state, intent, closing);
}
