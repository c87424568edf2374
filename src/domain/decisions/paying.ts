import type { Failure } from '../events';
import { eventIdOf } from '../ids';
import { inWords } from '../money';
import { isUnpaid } from '../payment';
import {
  NOTHING,
  happened,
  outcomeCause,
  transition,
  type BookingState,
  type Decision,
} from '../transition';

/** Stripe's verified word about one declined attempt, as the inbox keeps it. */
export interface DeclinedAttempt extends Failure {
  stripeEventId: string;
  stripeChargeId?: string;
  declineCode?: string;
  methodType?: string;
}

/** A charge as Stripe reports it on the PaymentIntent. */
export interface ChargeTaken {
  stripeChargeId: string;
  stripePaymentIntentId: string;
  amountMinor: number;
  currency: string;
  livemode: boolean;
  receiptUrl?: string;
  methodType?: string;
}

/** Stripe works on it, or the customer has to authenticate. Told once per payment. */
export function processing(state: BookingState, stripeStatus: string): Decision {
  if (!isUnpaid(state.payment.status) || happened(state, 'payment.processing')) return NOTHING;
  const more = { payment: 'processing', causationId: outcomeCause(state) } as const;
  return {
    transitions: [transition('payment.processing', { stripeStatus }, more)],
    payment: { stripeStatus },
  };
}

/** One attempt was declined; the customer may try another card until the deadline. */
export function attemptFailed(state: BookingState, attempt: DeclinedAttempt): Decision {
  const discriminator = attempt.stripeChargeId ?? attempt.stripeEventId;
  if (!isUnpaid(state.payment.status) || happened(state, 'payment.attempt_failed', discriminator))
    return NOTHING;
  const attempts = state.payment.attempts + 1;
  const { stripeEventId: _, methodType, ...told } = attempt;
  const step = transition(
    'payment.attempt_failed',
    { attempt: attempts, ...told },
    { discriminator, payment: 'awaiting_payment', causationId: outcomeCause(state) },
  );
  return {
    transitions: [step],
    payment: {
      attempts,
      stripeStatus: 'requires_payment_method',
      ...lastDecline(attempt),
      ...(methodType && { methodType }),
    },
  };
}

/** What the customer's bank said, else what Stripe said. */
export function lastDecline(attempt: DeclinedAttempt): { lastDecline?: string } {
  const word = attempt.declineCode ?? attempt.errorCode;
  return word === undefined ? {} : { lastDecline: word };
}

/** Money is in, on this booking's own PaymentIntent and in time. */
export function paid(state: BookingState, charge: ChargeTaken, livemode: boolean): Decision {
  if (
    happened(state, 'payment.completed') ||
    happened(state, 'payment.unapplied', charge.stripeChargeId)
  )
    return NOTHING;
  const payment = {
    stripeStatus: 'succeeded',
    ...(charge.methodType && { methodType: charge.methodType }),
  };
  const fits =
    charge.amountMinor === state.amountMinor &&
    charge.currency === state.currency &&
    charge.livemode === livemode;
  if (!fits) return { ...mismatched(state, charge), payment };
  const extras = {
    stripeChargeId: charge.stripeChargeId,
    ...(charge.receiptUrl && { receiptUrl: charge.receiptUrl }),
  };
  const more = { payment: 'completed', causationId: outcomeCause(state) } as const;
  return { transitions: [transition('payment.completed', extras, more)], payment };
}

/** Never confirm a booking for another sum than its own (saga.md rule 5): give it back and flag. */
function mismatched(state: BookingState, charge: ChargeTaken): Decision {
  const { stripeChargeId, amountMinor, currency } = charge;
  const mode = charge.livemode ? 'live' : 'test';
  const detail = `Stripe took ${inWords(charge)} in ${mode} mode, the booking costs ${inWords(state)}.`;
  return {
    transitions: [
      transition(
        'payment.unapplied',
        {
          stripeChargeId,
          reason: 'amount_mismatch',
          receivedMinor: amountMinor,
          receivedCurrency: currency,
        },
        { discriminator: stripeChargeId, payment: 'unapplied', causationId: outcomeCause(state) },
      ),
      transition(
        'booking.refund_pending',
        { reason: 'amount_mismatch' },
        {
          booking: 'REFUND_PENDING',
          causationId: eventIdOf(state.bookingId, 'payment.unapplied', stripeChargeId),
        },
      ),
    ],
    flags: [{ kind: 'amount_mismatch', subject: stripeChargeId, detail }],
    reason: 'amount_mismatch',
  };
}

/** Money that cannot pay this booking (saga.md rule 9). The booking and its own payment stay. */
export function strayMoney(state: BookingState, charge: ChargeTaken): Decision {
  const { stripeChargeId, amountMinor, currency } = charge;
  if (happened(state, 'payment.unapplied', stripeChargeId)) return NOTHING;
  const closed = state.status === 'CANCELLED' || state.status === 'EXPIRED';
  const extras = {
    stripeChargeId,
    reason: closed ? ('late' as const) : ('duplicate' as const),
    receivedMinor: amountMinor,
    receivedCurrency: currency,
  };
  const more = { discriminator: stripeChargeId, causationId: outcomeCause(state), stray: true };
  return { transitions: [transition('payment.unapplied', extras, more)] };
}
