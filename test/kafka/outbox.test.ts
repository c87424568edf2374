import { createOutbox, type OutboxOptions } from '../../src/activities/outbox';
import type { OutRecord } from '../../src/kafka/contracts';
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

/** Sweeps everything, however young. */
function outboxOn(options: Partial<OutboxOptions> = {}) {
  const { publisher, wire } = publisherOn(brokers, { connectionTimeoutMs: 500 });
  const outbox = createOutbox({
    records: table.records,
    publisher,
    logger: silent,
    sweepAfterMs: -1_000,
    ...options,
  });
  return { outbox, publisher, wire };
}

const BOOKINGS = Array.from({ length: 8 }, (_, n) => `bk-${n}`);

function expectInOrder(log: readonly OutRecord[], transitions: number): void {
  const wanted = Array.from({ length: transitions }, (_, n) => n + 1);
  for (const bookingId of BOOKINGS) {
    const told = log.filter(({ key }) => key === bookingId);
    expect(told.map(({ headers }) => Number(headers['ce_sequence']))).toEqual(wanted);
  }
}

describe('the outbox', () => {
  it('R14: publishes each record once and in order, however many offers race', async () => {
    const topics = await createTopics(brokers, 'once', 'once-more');
    const { outbox, publisher } = outboxOn();

    await Promise.all(
      BOOKINGS.map(async (bookingId) => {
        for (let n = 0; n < 10; n += 1) {
          await table.commit(bookingId, topics);
          await Promise.all([outbox.offer(bookingId), outbox.offer(bookingId), outbox.sweep()]);
        }
      }),
    );
    await outbox.drain();
    await publisher.disconnect();

    for (const topic of topics) expectInOrder(await readTopic(brokers, topic), 10);
    expect(await table.records.backlog()).toEqual({ count: 0, oldestAt: undefined });
  });

  it('waits a while for a slow answer, queues nothing again, and marks it when it comes', async () => {
    const topics = await createTopics(brokers, 'slow');
    const { outbox, publisher, wire } = outboxOn();
    wire.answer = () => ({ msLate: 1_000 });
    await table.commit('bk-0', topics);

    const started = Date.now();
    await outbox.offer('bk-0');
    expect(Date.now() - started).toBeLessThan(900);
    expect((await table.records.backlog()).count).toBe(1);
    await table.commit('bk-0', topics);
    await Promise.all([outbox.offer('bk-0'), outbox.offer('bk-0'), outbox.sweep()]);
    await eventually('all is marked', async () => (await table.records.backlog()).count === 0);

    await publisher.disconnect();
    expect(await readTopic(brokers, topics[0]!)).toHaveLength(2);
  });

  it('C7: does not wait at all while Kafka is away', async () => {
    const topics = await createTopics(brokers, 'away');
    const { outbox, publisher, wire } = outboxOn({ waitMs: 30_000 });
    wire.state = 'refusing';
    await table.commit('bk-0', topics);
    await outbox.offer('bk-0');
    expect(publisher.failing()).toBe(true);

    wire.state = 'black hole';
    await outbox.offer('bk-0');
    // Had it waited, it would have been for the rejection that empties the queue.
    await eventually('its record is on its way', () => publisher.health().queued === 1);
    wire.state = 'open';
    await eventually('a sweep succeeds', () => outbox.sweep(), { withinMs: 30_000 });
    await publisher.disconnect();
  });

  it('C7, R14: drains everything in order after an outage', async () => {
    const topics = await createTopics(brokers, 'outage', 'outage-too');
    const { outbox, publisher, wire } = outboxOn();
    await table.commit('bk-0', topics);
    await outbox.offer('bk-0');
    wire.state = 'refusing';
    for (const bookingId of BOOKINGS)
      for (let n = bookingId === 'bk-0' ? 1 : 0; n < 5; n += 1) {
        await table.commit(bookingId, topics);
        await outbox.offer(bookingId);
      }
    await expect(outbox.sweep()).rejects.toThrow('Kafka does not answer');

    wire.state = 'open';
    await eventually('a sweep succeeds', () => outbox.sweep());
    expect((await table.records.backlog()).count).toBe(0);
    await publisher.disconnect();
    for (const topic of topics) expectInOrder(firstOccurrences(await readTopic(brokers, topic)), 5);
  });

  it('keeps the order and loses nothing while answers get lost', async () => {
    const topics = await createTopics(brokers, 'lost');
    const { outbox, publisher, wire } = outboxOn();
    wire.answer = () => (wire.produceRequests % 7 < 5 ? 'is lost' : 'passes');

    await Promise.all(
      BOOKINGS.map(async (bookingId) => {
        for (let n = 0; n < 10; n += 1) {
          await table.commit(bookingId, topics);
          await outbox.offer(bookingId);
        }
      }),
    );
    await eventually('all is published', async () => (await outbox.sweep()).left === 0);
    await publisher.disconnect();
    expectInOrder(firstOccurrences(await readTopic(brokers, topics[0]!)), 10);
  });

  it('never fails the activity that offers', async () => {
    const unreadable = { ...table.records, unpublishedOf: () => Promise.reject(new Error('down')) };
    const { outbox, publisher } = outboxOn({ records: unreadable });
    await expect(outbox.offer('bk-0')).resolves.toBeUndefined();
    await publisher.disconnect();
    await expect(outbox.offer('bk-0')).resolves.toBeUndefined();
  });
});
