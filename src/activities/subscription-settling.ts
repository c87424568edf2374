import { EVENTS_AT_ONCE, applyEvents, freshEvents } from '../db/subscription-events';
import { insertRecords } from '../db/subscription-records';
import {
  isBegun,
  lockedSubscription,
  saveState,
  subscriptionOfSetup,
  type BegunRow,
  type SubscriptionRow,
} from '../db/subscriptions';
import type { InvoiceFacts, SubscriptionFacts, SubscriptionView } from '../domain/subscription';
import { tellings, toldAs, type SubscriptionEvent } from '../domain/subscription-news';
import type { Dependencies } from './dependencies';
import { recordsOf } from './subscription-telling';
import { subscriptionView } from './subscription-view';

/** What Stripe says at one moment, and the events that were there before it was asked. */
interface Reading {
  subscription: SubscriptionFacts;
  events: readonly SubscriptionEvent[];
  invoices: ReadonlyMap<string, InvoiceFacts>;
}

const READINGS = 5;

/** What Stripe says of a subscription, written down and told. */
export function createSubscriptionSettling(deps: Dependencies) {
  const { db, subscriptions, invoices } = deps;

  /** Stripe is read, so the order in which its news came does not matter. */
  async function settleSubscription(setupId: string): Promise<SubscriptionView> {
    for (let attempt = 1; attempt <= READINGS;) {
      const before = await begun(setupId);
      const reading = await read(before);
      const row = await written(before, reading);
      if (row && reading.events.length === EVENTS_AT_ONCE) continue; // there are more of them
      attempt += 1;
      if (!row) continue;
      await deps.offerSubscription(setupId);
      const { status, setupIntentId } = reading.subscription;
      return subscriptionView(row, status === 'trialing' && setupIntentId !== undefined);
    }
    throw new Error(`subscription ${setupId} changes faster than it can be read`);
  }

  async function begun(setupId: string): Promise<BegunRow> {
    const row = await subscriptionOfSetup(db, setupId);
    if (row && isBegun(row)) return row;
    throw new Error(`there is no subscription ${setupId}`);
  }

  /** The events first: Stripe's state is then at least as young as they are. */
  async function read({ stripeSubscriptionId }: BegunRow): Promise<Reading> {
    const events = await freshEvents(db, stripeSubscriptionId);
    // Of the others nothing is told, and a draft that was deleted could not even be read.
    const about = events.filter(({ type }) => toldAs(type) === 'payment');
    const ids = [...new Set(about.map(({ objectId }) => objectId))];
    const read = new Map<string, InvoiceFacts>();
    for (const id of ids) read.set(id, await invoices.retrieve(id));
    const subscription = await subscriptions.retrieve(stripeSubscriptionId);
    return { subscription, events, invoices: read };
  }

  /** Undefined when somebody else has written since: what was read may then be the older word. */
  async function written(
    before: BegunRow,
    { subscription, events, invoices }: Reading,
  ): Promise<SubscriptionRow | undefined> {
    const { setupId, revision } = before;
    return db.$transaction(async (tx) => {
      const row = await lockedSubscription(tx, setupId);
      if (row.revision !== revision || !isBegun(row)) return undefined;
      const at = new Date(deps.now());
      const ids = events.map(({ stripeEventId }) => stripeEventId);
      await applyEvents(tx, ids, at);
      const scene = { row, subscription, at };
      const told = recordsOf(deps.contracts.subscriptions, scene, tellings(events, invoices));
      for (const { stripeEventId, records } of told.news)
        await insertRecords(tx, setupId, stripeEventId, records);
      return saveState(tx, setupId, subscription, told.status);
    });
  }

  return { settleSubscription };
}
