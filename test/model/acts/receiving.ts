import { closed, type Closing } from '../../../src/domain/decisions/closing';
import { attemptFailed, lastDecline, paid } from '../../../src/domain/decisions/paying';
import { NOTHING, happened, type BookingState } from '../../../src/domain/transition';
import type { Intent } from '../../../src/stripe/payment-intents';
import type { Model, Steps } from '../model';
import { NotYet, isUnexpectedState } from '../refusals';

/** src/activities/receiving.ts: the money of the booking's own PaymentIntent. */
export function* receive(m: Model, intent: Intent): Steps<BookingState> {
  const { charge } = intent;
  if (!charge) throw new NotYet('its charge is not there yet');
  const taken = {
    stripeChargeId: charge.id,
    stripePaymentIntentId: intent.id,
    amountMinor: intent.amountReceivedMinor,
    currency: intent.currency,
    livemode: intent.livemode,
  };
  yield;
  return m.rows.record(
    (now, tx) => {
      if (now.status !== 'PENDING_PAYMENT') return NOTHING;
      const decision = paid(now, taken, false);
      if (decision.transitions.length > 0) {
        const { livemode: _, ...row } = taken;
        const totals = { reservedMinor: 0, externalMinor: 0, refundedMinor: 0 };
        tx.insert(m.rows.charges, { ...row, ...totals, own: true });
      }
      return decision;
    },
    { news: true },
  );
}

/** src/activities/closing.ts: the payment has ended without money. */
export function* close(m: Model, closing: Closing): Steps<void> {
  yield;
  m.rows.record(
    (now, tx) => {
      const decision = closed(now, closing);
      const byPerson = closing.how === 'cancelled' && closing.cancelledBy === 'operator';
      if (byPerson && decision.transitions.length > 0) tx.insert(m.rows.acts, 'cancelBooking');
      return decision;
    },
    { news: true },
  );
  yield;
}

/** src/activities/cancelling.ts: what Stripe refuses to cancel has moved on, and is read again. */
export function* cancelIntent(m: Model, intent: Intent, closing: Closing): Steps<Intent> {
  const { paymentId } = m.rows.booking!.payment;
  const reason = closing.how === 'cancelled' ? 'requested_by_customer' : 'abandoned';
  const { cancel, retrieve } = m.stripe.intents;
  try {
    return yield* m.parts.once(
      m,
      `cancel:${paymentId}`,
      (key) => cancel(intent.id, reason, key),
      () => {
        const now = retrieve(intent.id);
        return now.status === 'canceled' ? now : undefined;
      },
    );
  } catch (error) {
    if (!isUnexpectedState(error)) throw error;
    const now = retrieve(intent.id);
    yield;
    if (now.status === intent.status) throw error;
    return now;
  }
}

/** src/activities/attempts.ts: declines come from the stored events. */
export function* recordAttempts(
  m: Model,
  state: BookingState,
  intentId: string,
): Steps<Closing | undefined> {
  const limit = m.setup.failurePolicy === 'cancel' ? 1 : m.setup.maxAttempts;
  let { attempts } = state.payment;
  for (const attempt of declined(m, state, intentId)) {
    attempts += 1;
    if (attempts >= limit) {
      const failure = { errorCode: attempt.errorCode };
      return { how: 'failed', failure, attempts, ...lastDecline(attempt) };
    }
    m.rows.record((now) => attemptFailed(now, attempt), { news: true });
    yield;
  }
  return undefined;
}

function declined(m: Model, state: BookingState, intentId: string) {
  return m.rows.inbox
    .filter(({ event }) => event.type === 'payment_intent.payment_failed')
    .filter(({ event }) => event.objectId === intentId)
    .sort((a, b) => a.event.createdAt - b.event.createdAt)
    .map(({ event: { id, facts } }) => ({
      stripeEventId: id,
      errorCode: facts.code!,
      ...(facts.chargeId !== undefined && { stripeChargeId: facts.chargeId }),
    }))
    .filter(
      ({ stripeEventId, stripeChargeId }) =>
        !happened(state, 'payment.attempt_failed', stripeChargeId ?? stripeEventId),
    );
}
