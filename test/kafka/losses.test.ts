import { kafkaBroker } from '../support/kafka';
import { createTopics, firstOccurrences, readTopic } from './log';
import { publisherOn, recordOf } from './publishing';

const { brokers } = kafkaBroker();

/** Repeats the same record until Kafka acknowledges it, as the sweep does. */
async function insist(publish: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await publish();
    } catch {
      // once more
    }
  }
}

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
