import type { EventRecords, UnpublishedRecord } from '../db/event-records';
import { faultOf } from '../kafka/errors';
import type { Publisher } from '../kafka/publisher';
import type { Logger } from '../logger';
import { createDeliveries, type Delivery } from './deliveries';

export interface OutboxOptions {
  records: EventRecords;
  publisher: Pick<Publisher, 'offer' | 'failing'>;
  /** A topic that refuses a booking's record for its own reasons. May be told again and again. */
  onFailing?: (topic: string, bookingId: string, error: unknown) => Promise<void> | void;
  logger: Logger;
  /** How long an offer waits for Kafka. */
  waitMs?: number;
  /** Younger records are left to the offer that is under way. */
  sweepAfterMs?: number;
  /** A sweep ends after this time at the latest; the next one goes on. */
  sweepForMs?: number;
}

const PAGE = 100;

/** Committed records on their way to Kafka: offered when they are made, else swept (saga.md rule 14). */
export function createOutbox(options: OutboxOptions) {
  const { records, publisher, logger } = options;
  const { waitMs = 250, sweepAfterMs = 5_000, sweepForMs = 40_000 } = options;
  const deliveries = createDeliveries({ records, publisher, logger, onRefusal });

  async function onRefusal({ topic, of: bookingId }: UnpublishedRecord, error: unknown) {
    if (faultOf(error).scope === 'cluster') return;
    try {
      await options.onFailing?.(topic, bookingId, error);
    } catch (err) {
      logger.error({ err, bookingId, topic }, 'could not flag a failing topic');
    }
  }

  /** Not for those that fail alone: their retries may take longer than anyone should wait. */
  async function outcomes(under: readonly Delivery[]): Promise<boolean[]> {
    const awaited = under.filter(({ record }) => !publisher.failing(record));
    return await Promise.all(awaited.map(({ published }) => published));
  }

  return {
    /** Never fails and never waits for long: what Kafka does not take now, the sweep brings. */
    async offer(bookingId: string): Promise<void> {
      const offered = deliveries
        .start([bookingId])
        .then(outcomes)
        .catch((err: unknown) => logger.warn({ err, bookingId }, 'could not offer the records'));
      if (!publisher.failing()) await atMost(waitMs, offered);
    },

    /** Publishes what is overdue. Throws while Kafka is away, for Temporal to try again. */
    async sweep(): Promise<{ published: number; left: number }> {
      const before = new Date(Date.now() - sweepAfterMs);
      const until = Date.now() + sweepForMs;
      let published = 0;
      let after = '';
      while (Date.now() < until) {
        const page = await records.overdueBookings(before, PAGE, after);
        const under = await deliveries.start(page);
        published += (await outcomes(under)).filter(Boolean).length;
        if (page.length > 0 && publisher.failing())
          throw new Error('Kafka does not answer; the records wait for it');
        if (page.length < PAGE) break;
        after = page.at(-1)!;
      }
      const { count: left } = await records.backlog();
      return { published, left };
    },

    /** Waits until nothing is on its way: acknowledged and marked, or rejected. */
    drain: () => deliveries.settled(),
  };
}

async function atMost(waitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
