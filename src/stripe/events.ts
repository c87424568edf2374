import type { VerifiedEvent } from '../domain/stripe-event';
import type { StripeClient } from './client';
import { HANDLED_TYPES, isFamily } from './handled-types';
import { readSnapshot, verifiedEvent } from './webhook-events';

/** Stripe lists the events of the last 30 days, and no older ones. */
export const EVENTS_KEPT_MS = 30 * 24 * 3_600_000;

const TYPES_PER_CALL = 20;
const PAGE = 100;

/** From `since` on, and before `until`; by Stripe's own time, to the second. */
export interface EventRange {
  since: Date;
  until?: Date;
}

export interface EventPage {
  events: VerifiedEvent[];
  /** How many of the page are none that we can read. */
  unreadable: number;
}

export interface EventsOptions {
  types?: readonly string[];
  /** Of the SDK's own. Only where no Temporal tries again: two layers would multiply. */
  retries?: number;
}

/** Stripe's own list of what has happened, which also has what no webhook has told. */
export function createEvents(
  stripe: StripeClient,
  { types = HANDLED_TYPES, retries = 0 }: EventsOptions = {},
) {
  /** Page by page, newest first; more types than one call takes follow one another. */
  async function* list(range: EventRange): AsyncGenerator<EventPage> {
    const single = types.filter((type) => !isFamily(type));
    for (let at = 0; at < single.length; at += TYPES_PER_CALL)
      yield* listOf({ types: single.slice(at, at + TYPES_PER_CALL) }, range);
    // Of families Stripe takes one a call.
    for (const type of types.filter(isFamily)) yield* listOf({ type }, range);
  }

  async function* listOf(
    which: { types: string[] } | { type: string },
    { since, until }: EventRange,
  ): AsyncGenerator<EventPage> {
    const created = { gte: seconds(since), ...(until && { lt: seconds(until) }) };
    let last: string | undefined;
    do {
      const page = await stripe.events.list(
        { ...which, created, limit: PAGE, ...(last !== undefined && { starting_after: last }) },
        { maxNetworkRetries: retries },
      );
      yield readable(page.data);
      last = page.has_more ? page.data.at(-1)?.id : undefined;
    } while (last !== undefined);
  }

  return { list };
}

export type StripeEvents = ReturnType<typeof createEvents>;

function readable(listed: readonly unknown[]): EventPage {
  const events = listed
    .map(readSnapshot)
    .map((snapshot) => snapshot && verifiedEvent(snapshot))
    .filter((event) => event !== undefined);
  return { events, unreadable: listed.length - events.length };
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
