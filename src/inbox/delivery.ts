import { clearFlag, raiseFlag } from '../db/flags';
import { markDelivered, postpone, type InboxEvent } from '../db/stripe-events';
import type { FlagRaised } from '../domain/transition';
import { decide, type Act } from './decision';
import { createErrands, type DeliveryDependencies, type Outcome } from './errands';
import { lookUp } from './known';

/** How an event's delivery ended; `parked` and `failed` are tried again later. */
export type Delivered = Outcome | 'failed';

const SECOND = 1_000;
/** After about three minutes of trying, a person should know. */
const STUCK_AFTER = 8;

/**
 * Brings verified, recorded events to the workflows that they concern (saga.md rule 13). Several
 * for one workflow become one signal, for the workflow reads Stripe itself. What cannot be
 * delivered now stays in the inbox with a growing pause.
 */
export function createDelivery(deps: DeliveryDependencies) {
  const { db, logger } = deps;
  const errands = createErrands(deps);

  async function deliver(events: readonly InboxEvent[]): Promise<Map<string, Delivered>> {
    const outcomes = new Map<string, Delivered>();
    const planned = await Promise.all(events.map(plan));
    await Promise.all(
      grouped(planned).map(async (group) => {
        for (const [id, outcome] of await perform(group)) outcomes.set(id, outcome);
      }),
    );
    return outcomes;
  }

  async function plan(event: InboxEvent): Promise<Planned> {
    try {
      return { event, act: decide(event, await lookUp(db, event)) };
    } catch (error) {
      return { event, act: { act: 'failed', error } };
    }
  }

  async function perform(group: readonly Planned[]): Promise<[string, Delivered][]> {
    const { act } = group.at(-1)!;
    const events = group.map(({ event }) => event);
    try {
      if (act.act === 'failed') throw act.error;
      const outcomes = await errands.run(act, events);
      const isParked = ({ stripeEventId }: InboxEvent) => outcomes.get(stripeEventId) === 'parked';
      await Promise.all(events.map((event) => (isParked(event) ? later(event) : appease(event))));
      for (const [outcome, ids] of byOutcome(outcomes))
        if (outcome !== 'parked') await markDelivered(db, ids, outcome);
      return [...outcomes];
    } catch (error) {
      logger.warn(
        { err: error, events: events.map(({ stripeEventId }) => stripeEventId) },
        'delivery failed',
      );
      await Promise.all(events.map(later)).catch(() => undefined); // the lease ends by itself
      return events.map(({ stripeEventId }) => [stripeEventId, 'failed']);
    }
  }

  async function later(event: InboxEvent): Promise<void> {
    const { stripeEventId, type, deliveries } = event;
    await postpone(db, stripeEventId, Math.min(60 * SECOND, SECOND * 2 ** deliveries));
    if (deliveries < STUCK_AFTER) return;
    logger.error({ stripeEventId, type, deliveries }, 'event of Stripe still undelivered');
    const { payment, bookingId = payment?.bookingId } = await lookUp(db, event);
    if (bookingId !== undefined) await raiseFlag(db, bookingId, stuck(event));
  }

  /** Applied at last: nobody has to look for it any more. */
  async function appease(event: InboxEvent): Promise<void> {
    if (event.deliveries < STUCK_AFTER) return;
    const { payment, bookingId = payment?.bookingId } = await lookUp(db, event);
    const { kind, subject } = stuck(event);
    if (bookingId !== undefined) await clearFlag(db, bookingId, { kind, subject });
  }

  return { deliver };
}

export type Delivery = ReturnType<typeof createDelivery>;

interface Planned {
  event: InboxEvent;
  act: Act | { act: 'failed'; error: unknown };
}

/** By workflow where a signal is all that is needed, else one by one. */
function grouped(planned: readonly Planned[]): Planned[][] {
  const groups = new Map<string, Planned[]>();
  for (const one of planned) {
    const { act } = one;
    const key = 'workflowId' in act ? `${act.act}:${act.workflowId}` : one.event.stripeEventId;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function byOutcome(outcomes: Map<string, Outcome>): Map<Outcome, string[]> {
  const ids = new Map<Outcome, string[]>();
  for (const [id, outcome] of outcomes) ids.set(outcome, [...(ids.get(outcome) ?? []), id]);
  return ids;
}

function stuck({ type, stripeEventId }: InboxEvent): FlagRaised {
  const detail = `Stripe's event ${stripeEventId} (${type}) cannot be applied yet; it is tried again each minute.`;
  return { kind: 'undelivered_news', subject: stripeEventId, detail };
}
