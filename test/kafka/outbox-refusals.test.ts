import { createOutbox } from '../../src/activities/outbox';
import { kafkaBroker } from '../support/kafka';
import { createTopics, makeTopics, readTopic } from './log';
import { openOutboxTable, type OutboxTable } from './outbox-table';
import { publisherOn, silent } from './publishing';

const { brokers } = kafkaBroker();
let table: OutboxTable;
beforeAll(async () => {
  table = await openOutboxTable();
});
afterAll(() => table.close());
beforeEach(() => table.db.$executeRaw`TRUNCATE event_records, transitions, bookings CASCADE`);

function outboxThatTells(onFailing: (topic: string, bookingId: string) => void) {
  const { publisher } = publisherOn(brokers);
  const outbox = createOutbox({
    records: table.records,
    publisher,
    logger: silent,
    onFailing,
    sweepAfterMs: -1_000,
    waitMs: 20_000,
  });
  return { outbox, publisher };
}

const unpublished = () =>
  table.db.eventRecord.findMany({ where: { publishedAt: null }, orderBy: { id: 'asc' } });

describe('a topic that fails for good', () => {
  it('is flagged and stops no other; its records wait in order until it works', async () => {
    const [good] = (await createTopics(brokers, 'good')) as [string];
    const missing = `missing-${good}`;
    const told: string[] = [];
    const { outbox, publisher } = outboxThatTells((topic, id) => told.push(`${id} ${topic}`));

    for (let n = 0; n < 3; n += 1) {
      await table.commit('bk-1', [missing, good]);
      await outbox.offer('bk-1');
    }
    expect((await unpublished()).map(({ topic }) => topic)).toEqual([missing, missing, missing]);
    await outbox.drain();
    expect(new Set(told)).toEqual(new Set([`bk-1 ${missing}`]));
    expect(await outbox.sweep()).toEqual({ published: 0, left: 3 });

    await makeTopics(brokers, missing);
    await outbox.drain(); // the sweep's own attempt may still have met the old answer
    await outbox.sweep();
    await outbox.drain();
    expect(await unpublished()).toEqual([]);
    await publisher.disconnect();
    const log = await readTopic(brokers, missing);
    expect(log.map(({ headers }) => Number(headers['ce_sequence']))).toEqual([1, 2, 3]);
    expect(await readTopic(brokers, good)).toHaveLength(3);
  });

  it('holds a booking’s later records back behind one that is too large', async () => {
    const [topic, other] = (await createTopics(brokers, 'large', 'other')) as [string, string];
    const told: string[] = [];
    const { outbox, publisher } = outboxThatTells((name, id) => told.push(`${id} ${name}`));

    await table.commit('bk-1', [topic, other], { value: 'x'.repeat(800_000) });
    await table.commit('bk-1', [topic], { value: 'x'.repeat(900_001) });
    await table.commit('bk-1', [topic, other]);
    await table.commit('bk-2', [topic]);
    await outbox.offer('bk-1');
    await outbox.offer('bk-2');
    await outbox.drain();

    const left = (await unpublished()).map(({ bookingId, sequence }) => [bookingId, sequence]);
    expect(left).toEqual([
      ['bk-1', 2],
      ['bk-1', 3],
    ]);
    expect(told).toEqual([`bk-1 ${topic}`]);
    await publisher.disconnect();
  });

  it('does not lose its records when nobody can be told', async () => {
    const { outbox, publisher } = outboxThatTells(() => {
      throw new Error('no flag');
    });
    await table.commit('bk-1', ['no-such-topic']);
    await outbox.offer('bk-1');
    await outbox.drain();
    expect(await unpublished()).toHaveLength(1);
    await publisher.disconnect();
  });
});
