import type { OutRecord } from '../../src/kafka/contracts';
import { eventually } from '../support/eventually';
import { kafkaBroker } from '../support/kafka';
import { createTopics, firstOccurrences, makeTopics, makeTopicsWith, readTopic } from './log';
import { publisherOn, recordOf } from './publishing';

const { brokers } = kafkaBroker();

const oversized = (topic: string, key: string, bytes: number) => ({
  ...recordOf(topic, key, 1),
  value: 'x'.repeat(bytes),
});

describe('what the publisher does not take', () => {
  it('refuses a record above 900 kB without asking Kafka', async () => {
    const { publisher, wire } = publisherOn(brokers);
    await expect(publisher.publish([oversized('any', 'a', 900_001)])).rejects.toThrow(
      /900\d+ bytes for any is above the limit of 900000/,
    );
    expect(wire.produceRequests).toBe(0);
    await publisher.disconnect();
  });

  it('cuts batches so that large records never meet the broker’s limit together', async () => {
    const [topic] = (await createTopics(brokers, 'large')) as [string];
    const { publisher, wire } = publisherOn(brokers);
    const records = [1, 2, 3].map((n) => oversized(topic, `key-${n}`, 500_000));
    await publisher.publish(records);
    await publisher.disconnect();

    expect(wire.produceRequests).toBe(3);
    expect(await readTopic(brokers, topic)).toHaveLength(3);
  });

  it('refuses when too much waits already, and everything once it is disconnected', async () => {
    const [topic] = (await createTopics(brokers, 'full')) as [string];
    const { publisher } = publisherOn(brokers, { maxQueued: 2 });
    const first = publisher.publish([recordOf(topic, 'a', 1), recordOf(topic, 'a', 2)]);
    await expect(publisher.publish([recordOf(topic, 'a', 3)])).rejects.toThrow('2 records wait');
    await first;
    await publisher.publish([recordOf(topic, 'a', 3)]);
    await publisher.disconnect();
    await expect(publisher.publish([recordOf(topic, 'a', 4)])).rejects.toThrow('disconnected');
  });
});

describe('a topic that fails alone', () => {
  it('stops no other, and comes back when it works again', async () => {
    const [good] = (await createTopics(brokers, 'good')) as [string];
    const missing = `missing-${good}`;
    const { publisher, wire } = publisherOn(brokers);
    const failed: string[] = [];

    publisher.offer(recordOf(missing, 'a', 1), () => failed.push('missing'));
    await publisher.publish([recordOf(good, 'a', 1)]);
    expect(failed).toEqual(['missing']);
    expect(publisher.failing()).toBe(false);
    expect(publisher.failing(recordOf(missing, 'b', 1))).toBe(true);
    expect(publisher.health()).toMatchObject({ failing: false, failingTopics: [missing] });

    // From now on its retries hold up nobody: the others' acknowledgements come first.
    const order: string[] = [];
    publisher.offer(recordOf(missing, 'a', 1), () => order.push('missing'));
    for (const sequence of [2, 3, 4]) await publisher.publish([recordOf(good, 'a', sequence)]);
    order.push('good');
    await publisher.drain();
    expect(order).toEqual(['good', 'missing']);

    await makeTopics(brokers, missing);
    await eventually('the topic works', async () => {
      await publisher.publish([recordOf(missing, 'a', 1)]);
      return true;
    });
    expect(publisher.health().failingTopics).toEqual([]);
    await publisher.disconnect();
    expect(await readTopic(brokers, good)).toHaveLength(4); // nothing was repeated for it
    expect(wire.produceRequests).toBeGreaterThanOrEqual(5);
  });
});

describe('a record that Kafka refuses', () => {
  it('stops neither the other keys of its topic nor any other topic', async () => {
    const [good] = (await createTopics(brokers, 'good')) as [string];
    const small = `small-${good}`;
    await makeTopicsWith(brokers, [small], { 'max.message.bytes': '2000' });
    const { publisher } = publisherOn(brokers);
    const refused: string[] = [];
    const offer = (record: OutRecord) =>
      publisher.offer(record, (error) => error && refused.push(record.headers['ce_id']!));

    offer(recordOf(small, 'a', 1));
    offer({ ...recordOf(small, 'b', 1), value: 'x'.repeat(3_000) });
    offer(recordOf(small, 'c', 1));
    offer(recordOf(good, 'a', 1));
    await publisher.drain();

    expect(refused).toEqual(['b-1']);
    expect(publisher.failing(recordOf(small, 'b', 2))).toBe(true);
    expect(publisher.failing(recordOf(small, 'a', 2))).toBe(false);
    await publisher.disconnect();
    const keys = (await readTopic(brokers, small)).map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set(['a', 'c']));
    expect(firstOccurrences(await readTopic(brokers, good))).toHaveLength(1);
  });
});
