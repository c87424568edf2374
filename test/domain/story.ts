import { createHash } from 'node:crypto';
import type { ChargeTaken, DeclinedAttempt } from '../../src/domain/decisions/paying';
import type { CanonicalEvent } from '../../src/domain/events';
import { evolve } from '../../src/domain/evolve';
import { paymentIdOf } from '../../src/domain/ids';
import type { ChargeTotals, RefundState } from '../../src/domain/refund';
import type { BookingState, Decision } from '../../src/domain/transition';

export const AT = new Date('2026-03-04T09:15:30.120Z');

export function newBooking(more: Partial<BookingState> = {}): BookingState {
  return {
    bookingId: 'bk-2041',
    bookingReference: 'TRIP-88',
    userId: 'usr-77',
    amountMinor: 12_990,
    currency: 'eur',
    status: 'PENDING_PAYMENT',
    sequence: 0,
    expiresAt: new Date('2026-03-04T09:30:00.000Z'),
    bindings: ['dreamscape'],
    correlationId: 'bk-2041',
    workflowId: 'booking-bk-2041',
    createdAt: new Date('2026-03-04T09:15:00.040Z'),
    payment: {
      paymentId: paymentIdOf('bk-2041'),
      paymentNumber: 1042,
      status: 'initiating',
      paymentMethod: 'credit_card',
      captureMethod: 'automatic',
      confirmationMethod: 'automatic',
      attempts: 0,
    },
    history: new Set(),
    ...more,
  };
}

export type Fact = (state: BookingState) => Decision;

/** Tells facts one after the other, each about the state that the one before has left. */
export function tell(facts: readonly Fact[], from: BookingState = newBooking()) {
  let state = from;
  const events: CanonicalEvent[] = [];
  const flags: string[] = [];
  for (const fact of facts) {
    const decision = fact(state);
    const evolved = evolve(state, decision, { at: AT, livemode: false });
    state = evolved.state;
    events.push(...evolved.events);
    flags.push(...(decision.flags ?? []).map(({ kind }) => kind));
  }
  return { state, events, flags };
}

/** `type booking/payment`, as contracts.md's table has it. */
export function lines(events: readonly CanonicalEvent[]): string[] {
  return events.map(
    ({ eventType, payload }) => `${eventType} ${payload.bookingStatus}/${payload.paymentStatus}`,
  );
}

/** An event's id by contracts.md section 0, made without the product's code. */
export function idOf(eventType: string, discriminator = ''): string {
  const hex = createHash('sha256')
    .update(`event|bk-2041|${eventType}|${discriminator}`)
    .digest('hex');
  const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const INTENT = { id: 'pi_3Qa', status: 'requires_payment_method' };

export const CHARGE: ChargeTaken = {
  stripeChargeId: 'ch_3Qa',
  stripePaymentIntentId: 'pi_3Qa',
  amountMinor: 12_990,
  currency: 'eur',
  livemode: false,
  methodType: 'card',
};

export function declined(n: number): DeclinedAttempt {
  return {
    stripeEventId: `evt_${n}`,
    stripeChargeId: `ch_declined_${n}`,
    errorCode: 'card_declined',
    declineCode: 'insufficient_funds',
  };
}

export function refundOf(more: Partial<RefundState> = {}): RefundState {
  return {
    refundId: 'rfd_1',
    amountMinor: 12_990,
    reason: 'seat changed',
    requestedBy: 'api',
    attempt: 1,
    stripeRefundId: 're_1',
    ...more,
  };
}

/** The booking's own charge, with this much of it given back. */
export function own(refundedMinor: number, more: Partial<ChargeTotals> = {}): ChargeTotals {
  const { stripeChargeId, amountMinor, currency } = CHARGE;
  return { stripeChargeId, own: true, currency, amountMinor, refundedMinor, ...more };
}
