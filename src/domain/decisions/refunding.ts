import type { BookingStatus } from '../booking';
import type { Failure } from '../events';
import { eventIdOf } from '../ids';
import { inWords } from '../money';
import { statusFromTotal, type PaymentStatus } from '../payment';
import type { ChargeTotals, RefundState } from '../refund';
import {
  happened,
  transition,
  type BookingState,
  type Decision,
  type Transition,
} from '../transition';

/** The amount is reserved; Stripe has not been asked yet. */
export function refundRequested(
  state: BookingState,
  refund: RefundState,
  charge: Pick<ChargeTotals, 'stripeChargeId' | 'own' | 'currency'>,
): Decision {
  const { refundId, amountMinor, reason, requestedBy } = refund;
  const extras = {
    refundId,
    refundAmountMinor: amountMinor,
    reason,
    requestedBy,
    ...otherCurrency(state, charge),
  };
  const stray = !charge.own;
  const more = { discriminator: refundId, causationId: moneyEvent(state, charge), stray };
  return { transitions: [transition('payment.refund_initiated', extras, more)] };
}

/** Stripe confirms it, or an operator has paid it back by hand. Totals are cumulative. */
export function refundSettled(
  state: BookingState,
  refund: RefundState,
  charge: ChargeTotals,
): Decision {
  const { refundId, amountMinor, reason } = refund;
  const discriminator = `${refundId}:${refund.attempt}`;
  const whole = charge.refundedMinor >= charge.amountMinor;
  const settled = transition(
    'payment.refunded',
    {
      refundId,
      ...(refund.stripeRefundId && { stripeRefundId: refund.stripeRefundId }),
      refundAmountMinor: amountMinor,
      refundedTotalMinor: charge.refundedMinor,
      fullyRefunded: whole,
      reason,
      ...(refund.manual && { manual: true as const }),
      ...otherCurrency(state, charge),
    },
    { discriminator, ...initiatedBy(state, refundId), ...paymentAfter(state, charge) },
  );
  const next = charge.own ? bookingAfter(state.status, whole) : undefined;
  if (next === undefined) return { transitions: [settled] };
  const causationId = eventIdOf(state.bookingId, 'payment.refunded', discriminator);
  const totals = { refundedTotalMinor: charge.refundedMinor };
  const type = next === 'REFUNDED' ? 'booking.refunded' : 'booking.partially_refunded';
  const more = { discriminator, booking: next, causationId };
  return { transitions: [settled, transition(type, totals, more)] };
}

/** Refused for good, or failed after it had succeeded: a person's task. */
export function refundFailed(
  state: BookingState,
  refund: RefundState,
  charge: ChargeTotals,
  failure: Failure,
): Decision {
  const { refundId, amountMinor } = refund;
  const discriminator = `${refundId}:${refund.attempt}`;
  const extras = {
    refundId,
    refundAmountMinor: amountMinor,
    refundedTotalMinor: charge.refundedMinor,
    ...failure,
    ...otherCurrency(state, charge),
  };
  const more = { discriminator, ...initiatedBy(state, refundId), ...paymentAfter(state, charge) };
  const transitions: Transition[] = [transition('payment.refund_failed', extras, more)];
  if (charge.own && state.status === 'REFUND_PENDING') {
    const causationId = eventIdOf(state.bookingId, 'payment.refund_failed', discriminator);
    const booking = { discriminator, booking: 'REFUND_FAILED', causationId } as const;
    transitions.push(transition('booking.refund_failed', {}, booking));
  }
  const why = failure.errorMessage ?? failure.errorCode ?? 'Stripe gave no reason';
  const detail = `The refund of ${inWords({ ...charge, amountMinor })} failed: ${why}. Retry it or mark it refunded by hand.`;
  return { transitions, flags: [{ kind: 'refund_failed', subject: refundId, detail }] };
}

/** The event that says how the charge came: it paid the booking, or could not be applied. */
function moneyEvent(
  state: BookingState,
  charge: Pick<ChargeTotals, 'stripeChargeId' | 'own'>,
): string {
  return !charge.own || happened(state, 'payment.unapplied', charge.stripeChargeId)
    ? eventIdOf(state.bookingId, 'payment.unapplied', charge.stripeChargeId)
    : eventIdOf(state.bookingId, 'payment.completed');
}

function initiatedBy(state: BookingState, refundId: string): { causationId: string } {
  return { causationId: eventIdOf(state.bookingId, 'payment.refund_initiated', refundId) };
}

/** Stray money changes nothing about the booking's own payment. */
function paymentAfter(
  state: BookingState,
  charge: ChargeTotals,
): { payment?: PaymentStatus; stray?: boolean } {
  if (!charge.own) return { stray: true };
  const kept = happened(state, 'payment.completed') ? 'completed' : 'unapplied';
  return { payment: statusFromTotal(charge.amountMinor, charge.refundedMinor, kept) };
}

function bookingAfter(status: BookingStatus, whole: boolean): BookingStatus | undefined {
  switch (status) {
    case 'CONFIRMED':
      return whole ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
    case 'PARTIALLY_REFUNDED':
    case 'REFUND_PENDING':
    case 'REFUND_FAILED':
      return whole ? 'REFUNDED' : undefined;
    case 'PENDING_PAYMENT':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'REFUNDED':
      return undefined;
  }
}

function otherCurrency(
  { currency }: BookingState,
  charge: { currency: string },
): { refundCurrency?: string } {
  return charge.currency === currency ? {} : { refundCurrency: charge.currency };
}
