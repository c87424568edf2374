import type { Database } from '../db/client';
import { knownEvents } from '../db/recovered-events';
import { recordEvent } from '../db/stripe-events';
import { counted, emptyTally, type Fate, type Tally } from '../domain/scan-tally';
import type { VerifiedEvent } from '../domain/stripe-event';
import type { EventRange, StripeEvents } from '../stripe/events';
import type { PaymentIntents } from '../stripe/payment-intents';
import { decide } from './decision';
import { lookUp } from './known';
import { createOwnership } from './ownership';

/** Told after each page; what it throws ends the scan. */
export type OnProgress = (tally: Tally) => void;

export interface ScanOptions {
  onProgress?: OnProgress;
  /** Counts what is missing, and writes nothing. */
  dryRun?: boolean;
  /** What earlier scans came to, to go on counting. */
  tally?: Tally;
}

export interface ScanDependencies {
  db: Database;
  events: StripeEvents;
  intents: Pick<PaymentIntents, 'retrieve'>;
  livemode: boolean;
}

/**
 * Compares the inbox with Stripe's own list of events and records what is missing; the dispatcher
 * delivers it. An event's id decides: two scans at once, a scan that is killed and the event's own
 * webhook, late, all come to one row (saga.md rules 4 and 13).
 */
export function createScan({ db, events, intents, livemode }: ScanDependencies) {
  const isOurs = createOwnership(intents);

  async function scan(range: EventRange, options: ScanOptions = {}): Promise<Tally> {
    const { dryRun = false, onProgress = () => undefined } = options;
    let tally = options.tally ?? emptyTally();
    for await (const page of events.list(range)) {
      const ids = page.events.map(({ stripeEventId }) => stripeEventId);
      const known = await knownEvents(db, ids);
      // Oldest first, as they happened: the dispatcher takes them in this order.
      for (const event of page.events.reverse()) {
        const fate = known.has(event.stripeEventId) ? 'known' : await settle(event, dryRun);
        tally = counted(tally, event, fate);
      }
      tally = { ...tally, unreadable: tally.unreadable + page.unreadable };
      onProgress(tally);
    }
    return tally;
  }

  async function settle(event: VerifiedEvent, dryRun: boolean): Promise<Fate> {
    if (event.livemode !== livemode || (await isForeign(event))) return 'foreign';
    if (dryRun) return 'recovered';
    return (await recordEvent(db, event, { source: 'backfill' })) ? 'recovered' : 'known';
  }

  /** Others may use the same Stripe account, and a long scan would fill the inbox with their news. */
  async function isForeign(event: VerifiedEvent): Promise<boolean> {
    const entry = { ...event, deliveries: 0, receivedAt: new Date() };
    const { act } = decide(entry, await lookUp(db, entry));
    return act === 'ignore' || (act === 'look-for-owner' && !(await isOurs(entry)));
  }

  return scan;
}
