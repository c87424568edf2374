import type { Database } from '../db/client';
import { createEventRecords } from '../db/event-records';
import { raiseFlag } from '../db/flags';
import { createSubscriptionRecords } from '../db/subscription-records';
import type { Publisher } from '../kafka/publisher';
import type { Logger } from '../logger';
import { createOutbox } from './outbox';
import { together } from './sweeping';

interface OutboxesOptions {
  db: Database;
  publisher: Pick<Publisher, 'offer' | 'failing'>;
  logger: Logger;
}

/** Both must end within one activity, which has a minute. */
const SUBSCRIPTIONS_SWEPT_FOR_MS = 15_000;

/** What is told of bookings and of subscriptions, each in its own order. */
export function createOutboxes({ db, publisher, logger }: OutboxesOptions) {
  const ofBookings = createOutbox({
    records: createEventRecords(db),
    ...{ publisher, logger },
    onFailing: (topic, bookingId) =>
      raiseFlag(db, bookingId, {
        kind: 'publishing',
        subject: topic,
        detail: `Kafka refuses this booking's records for ${topic}. Other topics go on.`,
      }),
  });
  const ofSubscriptions = createOutbox({
    records: createSubscriptionRecords(db),
    ...{ publisher, logger },
    onFailing: (topic, setupId, err) =>
      logger.error({ err, topic, setupId }, 'Kafka refuses records of a subscription'),
    sweepForMs: SUBSCRIPTIONS_SWEPT_FOR_MS,
  });
  return {
    offer: ofBookings.offer,
    offerSubscription: ofSubscriptions.offer,
    ...together([ofBookings, ofSubscriptions]),
  };
}
