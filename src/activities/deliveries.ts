import type { EventRecords, UnpublishedRecord } from '../db/event-records';
import type { Publisher } from '../kafka/publisher';
import type { Logger } from '../logger';

/** A record between its table and Kafka. */
export interface Delivery {
  record: UnpublishedRecord;
  /** True once acknowledged and marked; never rejects. */
  published: Promise<boolean>;
}

interface DeliveryOptions {
  records: Pick<EventRecords, 'unpublishedOf' | 'markPublished'>;
  publisher: Pick<Publisher, 'offer'>;
  onRefusal: (record: UnpublishedRecord, error: unknown) => Promise<void>;
  logger: Logger;
}

/**
 * Remembers what is under way, so that nothing is queued twice: a record leaves only when it is
 * rejected, or acknowledged, marked, and no reading is left that may still show it unpublished.
 */
export function createDeliveries({ records, publisher, onRefusal, logger }: DeliveryOptions) {
  const underWay = new Map<bigint, Delivery>();
  const turns = createTurns();
  const mark = createMarking((ids) => records.markPublished(ids));

  /** One at a time per booking: an old reading must not queue what a newer one already did. */
  function start(bookingIds: readonly string[]): Promise<Delivery[]> {
    return turns.take(bookingIds, async () => {
      const unpublished = await records.unpublishedOf(bookingIds);
      const refused = new Set<string>();
      for (const record of unpublished) {
        const order = `${record.of}\n${record.topic}`;
        if (underWay.has(record.id) || refused.has(order)) continue;
        queue(record);
        // Refused at once: nothing may overtake it on its topic.
        if (!underWay.has(record.id)) refused.add(order);
      }
      return unpublished.flatMap((record) => underWay.get(record.id) ?? []);
    });
  }

  function queue(record: UnpublishedRecord): void {
    let tell!: (published: boolean) => void;
    const published = new Promise<boolean>((resolve) => (tell = resolve));
    underWay.set(record.id, { record, published });
    // Called in the tick in which the record leaves the publisher's queue, so that the booking's
    // next reading cannot take a fallen record for one that is still before it.
    publisher.offer(record, (error) => {
      if (error === undefined) return void acknowledged(record).then(tell);
      underWay.delete(record.id);
      tell(false);
      void onRefusal(record, error);
    });
  }

  async function acknowledged({ id, of: bookingId }: UnpublishedRecord): Promise<boolean> {
    const marked = await mark(id).then(
      () => true,
      (err: unknown) => {
        logger.error({ err, bookingId }, 'a published record could not be marked; it will repeat');
        return false;
      },
    );
    // Behind every reading that began before the mark, and not waited for: the record is out.
    void turns.take([bookingId], () => Promise.resolve(underWay.delete(id)));
    return marked;
  }

  /** Nothing is being read, under way or unmarked any more. */
  async function settled(): Promise<void> {
    do {
      await turns.idle();
      await Promise.all([...underWay.values()].map(({ published }) => published));
    } while (underWay.size > 0);
  }

  return { start, settled };
}

/** What is asked for one name runs one after the other; for several, when all of them are free. */
function createTurns() {
  const tails = new Map<string, Promise<unknown>>();
  return {
    take<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
      const turn = Promise.allSettled(
        names.map((name) => tails.get(name) ?? Promise.resolve()),
      ).then(work);
      for (const name of names) tails.set(name, turn);
      const leave = () => {
        for (const name of names) if (tails.get(name) === turn) tails.delete(name);
      };
      turn.then(leave, leave);
      return turn;
    },
    async idle(): Promise<void> {
      await Promise.allSettled(tails.values());
    },
  };
}

/** Marks together whatever is acknowledged while an earlier marking runs. */
function createMarking(write: (ids: readonly bigint[]) => Promise<void>) {
  let last: Promise<void> = Promise.resolve();
  let next: { ids: bigint[]; written: Promise<void> } | undefined;
  return (id: bigint): Promise<void> => {
    if (next === undefined) {
      const ids: bigint[] = [];
      const begin = () => {
        next = undefined;
        return write(ids);
      };
      next = { ids, written: last.then(begin, begin) };
      last = next.written;
    }
    next.ids.push(id);
    return next.written;
  };
}
