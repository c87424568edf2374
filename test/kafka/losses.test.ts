import { seeded } from '../../dev/kill/random';
import { kafkaBroker } from '../support/kafka';
import { createTopics, firstOccurrences, readTopic } from './log';
import { insist, publisherOn, recordOf } from './publishing';
import type { Answer } from './wire';

const { brokers } = kafkaBroker();

const sequencesOf = (records: { key: string; headers: Record<string, string> }[], key: string) =>
  records
    .filter((record) => record.key === key)
    .map(({ headers }) => Number(headers['ce_sequence']));

describe('the publisher, when answers get lost', () => {
  it('loses nothing, keeps every key in order and repeats the very same bytes', async () => {
    const [topic] = (await createTopics(brokers, 'lost-answers')) as [string];
    const { publisher, wire } = publisherOn(brokers);
    // Every fifth answer, and now and then five in a row, so that kafkajs gives up as well.
    wire.answer = () => {
      const nth = wire.produceRequests;
      return nth % 5 === 0 || nth % 40 < 5 ? 'is lost' : 'passes';
    };
    const senders = Array.from({ length: 20 }, (_, n) => `sender-${n}`);

    await Promise.all(
      senders.map(async (key) => {
        for (let sequence = 1; sequence <= 100; sequence += 1)
          await insist(() => publisher.publish([recordOf(topic, key, sequence)]));
      }),
    );
    await publisher.disconnect();

    const first = firstOccurrences(await readTopic(brokers, topic));
    const all = Array.from({ length: 100 }, (_, n) => n + 1);
    for (const key of senders) expect(sequencesOf(first, key)).toEqual(all);
  });

  it('does not use a producer again after a rejection', async () => {
    const [topic] = (await createTopics(brokers, 'rejected')) as [string];
    const { publisher, wire } = publisherOn(brokers);
    await publisher.publish([recordOf(topic, 'a', 1)]);

    wire.answer = () => 'is lost';
    await expect(publisher.publish([recordOf(topic, 'a', 2)])).rejects.toThrow();
    wire.answer = () => 'passes';
    // With the rejected producer, Kafka would take these for copies and drop them.
    await publisher.publish([recordOf(topic, 'a', 3)]);
    await publisher.publish([recordOf(topic, 'a', 4)]);
    await publisher.disconnect();

    expect(sequencesOf(await readTopic(brokers, topic), 'a')).toEqual(
      expect.arrayContaining([1, 2, 3, 4]),
    );
  });
});

describe('the publisher, when requests get lost', () => {
  it.each(['never arrives', 'is torn'] as const)(
    'loses nothing and keeps every key in order when every third %s',
    async (fate) => {
      const [topic] = (await createTopics(brokers, 'lost-requests')) as [string];
      const { publisher, wire } = publisherOn(brokers);
      wire.answer = () => (wire.produceRequests % 3 === 0 ? fate : 'passes');
      const senders = Array.from({ length: 20 }, (_, n) => `sender-${n}`);

      await Promise.all(
        senders.map(async (key) => {
          for (let sequence = 1; sequence <= 30; sequence += 1)
            await insist(() => publisher.publish([recordOf(topic, key, sequence)]));
        }),
      );
      await publisher.disconnect();

      const first = firstOccurrences(await readTopic(brokers, topic));
      const all = Array.from({ length: 30 }, (_, n) => n + 1);
      for (const key of senders) expect(sequencesOf(first, key)).toEqual(all);
    },
  );
});

describe('the publisher, whatever happens on the wire', () => {
  const FATES: Answer[] = ['is lost', 'never arrives', 'is torn', { msLate: 50 }];

  it.each([1, 2, 3])('has in the log what it has acknowledged (seed %i)', async (seed) => {
    const [topic] = (await createTopics(brokers, 'random')) as [string];
    const { publisher, wire } = publisherOn(brokers, { requestTimeoutMs: 500 });
    const random = seeded(seed);
    // Long enough in a row, now and then, that kafkajs gives up as well.
    let bad = 0;
    wire.answer = () => {
      if (bad === 0 && random() < 0.1) bad = Math.ceil(random() * 6);
      if (bad === 0) return 'passes';
      bad -= 1;
      return FATES[Math.floor(random() * FATES.length)]!;
    };
    const acknowledged = new Set<string>();
    const senders = Array.from({ length: 20 }, (_, n) => `sender-${n}`);

    // Half of them do not insist: a record that is rejected is left to its fate.
    await Promise.all(
      senders.map(async (key, n) => {
        for (let sequence = 1; sequence <= 40; sequence += 1) {
          const record = recordOf(topic, key, sequence);
          const publish = () => publisher.publish([record]);
          await (n % 2 === 0 ? insist(publish) : publish()).then(
            () => acknowledged.add(record.headers['ce_id']!),
            () => undefined,
          );
        }
      }),
    );
    await publisher.disconnect();

    const first = firstOccurrences(await readTopic(brokers, topic));
    const inLog = new Set(first.map(({ headers }) => headers['ce_id']));
    expect([...acknowledged].filter((id) => !inLog.has(id))).toEqual([]);
    for (const [n, key] of senders.entries()) {
      const found = sequencesOf(first, key);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      if (n % 2 === 0) expect(found).toHaveLength(40);
    }
  });
});
