import { createOutbox } from '../../src/activities/outbox';
import { seeded } from '../../dev/kill/random';
import { eventually } from '../support/eventually';
import { kafkaBroker } from '../support/kafka';
import { createTopics, firstOccurrences, readTopic } from './log';
import { openOutboxTable, type OutboxTable } from './outbox-table';
import { publisherOn, silent } from './publishing';

const { brokers } = kafkaBroker();
let table: OutboxTable;
beforeAll(async () => {
  table = await openOutboxTable();
});
afterAll(() => table.close());
beforeEach(() => table.db.$executeRaw`TRUNCATE event_records, transitions, bookings CASCADE`);

const BOOKINGS = Array.from({ length: 8 }, (_, n) => `bk-${n}`);
const TRANSITIONS = 12;

/** One worker process: a publisher of its own on the common table, on a wire that loses things. */
function workerWith(seed: number) {
  const { publisher, wire } = publisherOn(brokers, { requestTimeoutMs: 500 });
  const { records } = table;
  const outbox = createOutbox({ records, publisher, logger: silent, sweepAfterMs: -1_000 });
  const random = seeded(seed);
  wire.answer = () => {
    const chance = random();
    if (chance < 0.15) return 'is lost';
    if (chance < 0.3) return 'never arrives';
    return chance < 0.5 ? { msLate: Math.round(random() * 300) } : 'passes';
  };
  return { outbox, publisher };
}

describe('two workers on one outbox', () => {
  it.each([1, 2, 3])(
    'R14: repeat at most the same bytes, lose nothing and keep the order (seed %i)',
    async (seed) => {
      const topics = await createTopics(brokers, 'two', 'two-more');
      const workers = [workerWith(seed), workerWith(seed + 100)] as const;

      // A booking's activities run now here, now there; both sweep all the time.
      let busy = true;
      const sweeping = workers.map(async ({ outbox }) => {
        while (busy) await outbox.sweep().catch(() => undefined);
      });
      await Promise.all(
        BOOKINGS.map(async (bookingId, index) => {
          for (let n = 0; n < TRANSITIONS; n += 1) {
            await table.commit(bookingId, topics);
            await workers[(n + index) % 2]!.outbox.offer(bookingId);
          }
        }),
      );
      await eventually(
        'all is published',
        async () => (await table.records.backlog()).count === 0,
        { withinMs: 40_000 },
      );
      busy = false;
      await Promise.all(sweeping);
      await Promise.all(workers.map(({ publisher }) => publisher.disconnect()));

      const wanted = Array.from({ length: TRANSITIONS }, (_, n) => n + 1);
      for (const topic of topics) {
        const first = firstOccurrences(await readTopic(brokers, topic));
        for (const bookingId of BOOKINGS) {
          const told = first.filter(({ key }) => key === bookingId);
          expect(told.map(({ headers }) => Number(headers['ce_sequence']))).toEqual(wanted);
        }
      }
    },
  );
});
