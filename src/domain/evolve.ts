import type { BookingStatus } from './booking';
import type { CanonicalEvent, EventPayload, EventType } from './events';
import { eventIdOf } from './ids';
import type { PaymentStatus } from './payment';
import type { BookingState, Decision, Transition } from './transition';
import { mayBecome, mayPaymentBecome } from './transition-table';

/** What a decision is told with. */
export interface Telling {
  at: Date;
  livemode: boolean;
  stripeEventId?: string;
}

export interface Evolved {
  state: BookingState;
  events: CanonicalEvent[];
  /** Ids of those events that are about stray money. */
  strays: ReadonlySet<string>;
  /** The statuses that each event left, by its id: events say only where they lead. */
  previous: ReadonlyMap<string, Statuses>;
}

export interface Statuses {
  booking: BookingStatus;
  payment: PaymentStatus;
}

/**
 * Applies a decision. Events that are already recorded fall away, so a fact told twice changes
 * nothing. Throws `ForbiddenMove` when the tables do not allow a step.
 */
export function evolve(before: BookingState, decision: Decision, telling: Telling): Evolved {
  const state = { ...before, payment: { ...before.payment, ...decision.payment } };
  if (decision.reason !== undefined) state.reason = decision.reason;
  if (decision.expiresAt !== undefined) state.expiresAt = decision.expiresAt;
  const history = new Set(before.history);
  const events: CanonicalEvent[] = [];
  const strays = new Set<string>();
  const previous = new Map<string, Statuses>();
  for (const step of decision.transitions) {
    const eventId = eventIdOf(state.bookingId, step.type, step.discriminator);
    if (history.has(eventId)) continue;
    previous.set(eventId, { booking: state.status, payment: state.payment.status });
    move(state, step);
    history.add(eventId);
    state.sequence += 1;
    if (step.stray) strays.add(eventId);
    events.push(envelope(state, step, eventId, telling));
  }
  return { state: { ...state, history }, events, strays, previous };
}

/** A move that the tables forbid. Of our own making it is a bug; Stripe's news only flags. */
export class ForbiddenMove extends Error {
  constructor(
    readonly eventType: EventType,
    readonly from: string,
    readonly to: string,
  ) {
    super(`${eventType} may not lead from ${from} to ${to}`);
    this.name = 'ForbiddenMove';
  }
}

function move(state: BookingState, step: Transition): void {
  const booking = step.booking ?? state.status;
  const payment = step.payment ?? state.payment.status;
  if (!mayBecome(state.status, booking)) throw new ForbiddenMove(step.type, state.status, booking);
  if (!mayPaymentBecome(state.payment.status, payment))
    throw new ForbiddenMove(step.type, state.payment.status, payment);
  state.status = booking;
  state.payment.status = payment;
}

function envelope(
  state: BookingState,
  step: Transition,
  eventId: string,
  telling: Telling,
): CanonicalEvent {
  return {
    eventId,
    eventType: step.type,
    timestamp: telling.at.toISOString(),
    version: '1.0',
    source: 'payment-service',
    sequence: state.sequence,
    correlationId: state.correlationId,
    ...(step.causationId && { causationId: step.causationId }),
    metadata: {
      workflowId: state.workflowId,
      ...(telling.stripeEventId && { stripeEventId: telling.stripeEventId }),
      livemode: telling.livemode,
    },
    payload: { ...payloadOf(state), ...step.extras },
  } as CanonicalEvent;
}

function payloadOf({ payment, ...booking }: BookingState): EventPayload {
  return {
    bookingId: booking.bookingId,
    ...(booking.bookingReference && { bookingReference: booking.bookingReference }),
    userId: booking.userId,
    ...(booking.customerId && { customerId: booking.customerId }),
    paymentId: payment.paymentId,
    paymentNumber: payment.paymentNumber,
    ...(payment.stripePaymentIntentId && { stripePaymentIntentId: payment.stripePaymentIntentId }),
    amountMinor: booking.amountMinor,
    currency: booking.currency,
    ...(payment.methodType && { paymentMethod: payment.methodType }),
    bookingStatus: booking.status,
    paymentStatus: payment.status,
  };
}
