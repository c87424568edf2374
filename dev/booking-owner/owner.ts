import { setTimeout as sleep } from 'node:timers/promises';
import { createBehaviours, type Behaviour } from './behaviour';
import { createInventory, type Action, type ActionBody, type Decision } from './inventory';
import type { Call, Entry, Journal } from './journal';

export interface Answer {
  readonly status: number;
  readonly answer: unknown;
}

/** The service that owns bookings. Everything that it knows follows from its journal. */
export function createOwner(journal: Journal) {
  const inventory = createInventory();
  const behaviours = createBehaviours();
  const calls: Call[] = [];
  const answered = new Map<string, Call>(); // by Idempotency-Key

  journal.entries.forEach(apply);

  function apply(entry: Entry): void {
    if (entry.kind === 'places') inventory.setPlaces(entry.trip, entry.places);
    else if (entry.kind === 'behaviour') behaviours.set(entry.bookingId, entry.behaviour);
    else applyCall(entry.call);
  }

  function applyCall(call: Call): void {
    calls.push(call);
    if (call.status < 500 && call.status !== 404) answered.set(call.key, call);
    if (call.state) inventory.set(call.bookingId, call.body, call.state);
  }

  function record(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  /** Between deciding and recording nothing is awaited: two calls cannot take the last place. */
  function perform(
    action: Action,
    bookingId: string,
    key: string,
    body: ActionBody,
    how: Behaviour,
  ) {
    const outcome = outcomeOf(action, bookingId, key, body, how);
    const at = new Date().toISOString();
    record({ kind: 'call', call: { at, action, bookingId, key, body, ...outcome } });
    return outcome;
  }

  function outcomeOf(
    action: Action,
    bookingId: string,
    key: string,
    body: ActionBody,
    how: Behaviour,
  ): Answer & Pick<Call, 'state'> {
    if (how.down) return problem(503, 'down', 'The booking owner is down.');
    if (how.notFound) return problem(404, 'not_found', 'No such route.');
    const decision = inventory.decide(action, bookingId, body);
    const before = answered.get(key);
    // A repeat gets its first answer, unless the booking has been released since: that wins.
    if (before && decision.refusal !== 'released')
      return { status: before.status, answer: before.answer };
    return answerTo(withRefusals(decision, action, how), bookingId, body, how);
  }

  return {
    async act(action: Action, bookingId: string, key: string, body: ActionBody): Promise<Answer> {
      const { how, left } = behaviours.find(bookingId);
      if (left) record({ kind: 'behaviour', ...left });
      if (how.lateMs) await sleep(how.lateMs);
      const { status, answer } = perform(action, bookingId, key, body, how);
      if (how.slowMs) await sleep(how.slowMs);
      return { status, answer };
    },
    setPlaces: (trip: string, places: number) => record({ kind: 'places', trip, places }),
    setBehaviour: (bookingId: string, behaviour: Behaviour) =>
      record({ kind: 'behaviour', bookingId, behaviour }),
    booking: inventory.booking,
    state: () => ({
      trips: inventory.trips(),
      holds: inventory.bookings('held'),
      confirmed: inventory.bookings('confirmed'),
      tombstones: inventory.bookings('released'),
      behaviours: behaviours.all(),
      calls,
    }),
  };
}

export type Owner = ReturnType<typeof createOwner>;

function withRefusals(decision: Decision, action: Action, how: Behaviour): Decision {
  const refused =
    (action === 'hold' && how.refuseHold) || (action === 'confirm' && how.refuseConfirm);
  return refused ? { refusal: 'refused' } : decision;
}

function answerTo(decision: Decision, bookingId: string, body: ActionBody, how: Behaviour) {
  if (decision.refusal !== undefined)
    return problem(409, decision.refusal, REASONS[decision.refusal]);
  const { state } = decision;
  const price = how.price ?? { amount: body.amount, currency: body.currency };
  return { status: 200, answer: { bookingId, state, ...(state === 'held' && price) }, state };
}

const REASONS = {
  no_place: 'No place is left on this trip.',
  released: 'The booking was released; that is final.',
  refused: 'The booking owner refuses.',
};

function problem(status: number, code: string, detail: string): Answer {
  return { status, answer: { code, detail } };
}
