import {
  keepAnnouncement,
  markAnnounced,
  unannouncedEvents,
  type Unannounced,
} from '../db/announcements';
import type { Database } from '../db/client';
import type { Contracts, OutRecord } from '../kafka/contracts';
import type { Logger } from '../logger';
import { createPoller } from './poller';

const BATCH = 50;

interface AnnouncerDependencies {
  db: Database;
  /** Undefined where the family `orders` is not enabled: then events are only marked. */
  webhooks: Contracts['webhooks'];
  /** Resolves when Kafka has acknowledged every one of them. */
  publish: (records: readonly OutRecord[]) => Promise<void>;
  logger: Logger;
}

/**
 * Tells order service of Stripe's events about its payments (contracts.md 2.3), by whichever way
 * they came. The record is kept before it is sent, and marked when Kafka has it: at least once,
 * and every copy the same. Any number of announcers may run.
 */
export function createAnnouncer(
  { db, webhooks, publish, logger }: AnnouncerDependencies,
  intervalMs = 1_000,
) {
  /** One look at the inbox; true when there is more than it could take. */
  async function pass(): Promise<boolean> {
    const events = await unannouncedEvents(db, BATCH);
    const records: OutRecord[] = [];
    for (const event of events) {
      const record = event.announcement ?? rendered(event);
      if (record) records.push(event.announcement ?? (await kept(event, record)));
    }
    if (records.length > 0) await publish(records);
    if (events.length > 0)
      await markAnnounced(
        db,
        events.map(({ stripeEventId }) => stripeEventId),
      );
    return events.length === BATCH;
  }

  function rendered({ stripeEventId, type, receivedAt, payment }: Unannounced) {
    if (!payment?.bindings.includes('orders')) return undefined;
    return webhooks?.received({ stripeEventId, stripeEventType: type, at: receivedAt, payment });
  }

  const kept = ({ stripeEventId }: Unannounced, record: OutRecord) =>
    keepAnnouncement(db, stripeEventId, record);

  const poller = createPoller({
    pass,
    intervalMs,
    onError: (error) => logger.warn({ err: error }, 'webhooks are not announced'),
  });
  return { pass, ...poller };
}
