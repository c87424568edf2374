import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../db/client';
import { claimEvents } from '../db/stripe-events';
import type { Logger } from '../logger';
import type { Delivery } from './delivery';

const BATCH = 20;
/** Longer than one delivery takes; a dispatcher that dies gives its events back after this. */
const LEASE_MS = 30_000;

/**
 * Delivers what the receivers left undone: Temporal was down, the process died, the row was not
 * there yet. Any number of dispatchers may run.
 */
export function createDispatcher(
  { db, delivery, logger }: { db: Database; delivery: Delivery; logger: Logger },
  intervalMs = 1_000,
) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  /** One look at the inbox; true when there is more than it could take. */
  async function pass(): Promise<boolean> {
    const events = await claimEvents(db, BATCH, LEASE_MS);
    if (events.length > 0) await delivery.deliver(events);
    return events.length === BATCH;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const more = await pass().catch((error: unknown) => {
        logger.warn({ err: error }, 'the inbox cannot be read');
        return false;
      });
      if (!more) await pause(intervalMs, undefined, stopping).catch(() => undefined);
    }
  }

  return {
    pass,
    start(): void {
      running ??= run();
    },
    /** Ends after the deliveries in hand. */
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
