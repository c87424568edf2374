import type { Database } from '../db/client';
import { claimEvents } from '../db/stripe-events';
import type { Logger } from '../logger';
import type { Delivery } from './delivery';
import { createPoller } from './poller';

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
  /** One look at the inbox; true when there is more than it could take. */
  async function pass(): Promise<boolean> {
    const events = await claimEvents(db, BATCH, LEASE_MS);
    if (events.length > 0) await delivery.deliver(events);
    return events.length === BATCH;
  }

  const poller = createPoller({
    pass,
    intervalMs,
    onError: (error) => logger.warn({ err: error }, 'the inbox cannot be read'),
  });
  return { pass, ...poller };
}
