import type { CanonicalEvent } from '../domain/events';
import { ForbiddenMove, evolve, type Evolved, type Statuses, type Telling } from '../domain/evolve';
import type { BookingState, Decision } from '../domain/transition';
import { lockedState } from './booking-state';
import type { Database, Tx } from './client';
import { raiseFlag } from './flags';

export interface RenderedRecord {
  topic: string;
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** The booking's families turn one event into their topics' records. */
export type Render = (
  event: CanonicalEvent,
  booking: {
    bindings: readonly string[];
    paymentMethod: string;
    subscriptionPlanId: string | undefined;
    stray: boolean;
    previous: Statuses | undefined;
  },
) => RenderedRecord[];

/** Reads the locked state, may write what must be true together with it, and decides. */
export type Decide = (state: BookingState, tx: Tx) => Decision | Promise<Decision>;

/** Where the fact came from. A forbidden move is a bug of ours, but Stripe's news only flags. */
export interface Origin {
  news?: boolean;
  stripeEventId?: string;
}

export class UnknownBooking extends Error {}

/**
 * The one writer of transitions: state, events with a gapless sequence, and rendered records are
 * committed together or not at all (saga.md rule 14).
 */
export function createTransitions(db: Database, render: Render, livemode: boolean) {
  async function record(
    bookingId: string,
    decide: Decide,
    origin: Origin = {},
  ): Promise<BookingState> {
    return db.$transaction((tx) => recordIn(tx, bookingId, decide, origin));
  }

  /** The same inside a transaction that the caller has already begun. */
  async function recordIn(
    tx: Tx,
    bookingId: string,
    decide: Decide,
    origin: Origin = {},
  ): Promise<BookingState> {
    const state = await lockedState(tx, bookingId);
    if (!state) throw new UnknownBooking(`no booking ${bookingId}`);
    const decision = await decide(state, tx);
    const telling: Telling = {
      at: new Date(),
      livemode,
      ...(origin.stripeEventId !== undefined && { stripeEventId: origin.stripeEventId }),
    };
    const { evolved, flags } = evolveOrFlag(state, decision, telling, origin.news ?? false);
    await save(tx, evolved, decision);
    for (const flag of flags) await raiseFlag(tx, bookingId, flag);
    return evolved.state;
  }

  async function save(
    tx: Tx,
    { state, events, strays, previous }: Evolved,
    decision: Decision,
  ): Promise<void> {
    const { bookingId, payment } = state;
    if (events.length > 0 || decision.payment) {
      const { status } = payment;
      const data = { ...decision.payment, status };
      await tx.payment.update({ where: { bookingId }, data });
    }
    if (events.length === 0) return;
    const { status, sequence, reason = null, expiresAt } = state;
    const booked = { status, sequence, reason, expiresAt };
    await tx.booking.update({ where: { bookingId }, data: booked });
    await tx.transition.createMany({ data: events.map(transitionRow) });
    const { bindings, subscriptionPlanId } = state;
    const { paymentMethod } = payment;
    const records = events.flatMap((event) => {
      const { eventId: transitionId, sequence } = event;
      const of = { stray: strays.has(transitionId), previous: previous.get(transitionId) };
      const rendered = render(event, { bindings, paymentMethod, subscriptionPlanId, ...of });
      return rendered.map((record) => ({ transitionId, bookingId, sequence, ...record }));
    });
    await tx.eventRecord.createMany({ data: records });
  }

  return { record, recordIn };
}

export type Transitions = ReturnType<typeof createTransitions>;

function evolveOrFlag(
  state: BookingState,
  decision: Decision,
  telling: Telling,
  news: boolean,
): { evolved: Evolved; flags: NonNullable<Decision['flags']> } {
  const flags = decision.flags ?? [];
  try {
    return { evolved: evolve(state, decision, telling), flags };
  } catch (error) {
    if (!news || !(error instanceof ForbiddenMove)) throw error;
    const flag = {
      kind: 'forbidden_move',
      subject: error.eventType,
      detail: error.message,
    } as const;
    const nothing = { state, events: [], strays: new Set<string>(), previous: new Map() };
    return { evolved: nothing, flags: [...flags, flag] };
  }
}

function transitionRow(event: CanonicalEvent) {
  return {
    id: event.eventId,
    aggregateid: event.payload.bookingId,
    sequence: event.sequence,
    type: event.eventType,
    payload: { ...event.payload },
    causationId: event.causationId ?? null,
    createdAt: new Date(event.timestamp),
  };
}
