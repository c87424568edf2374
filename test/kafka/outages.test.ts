import { setImmediate } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { kafkaBroker, startBroker, type KafkaBroker } from '../support/kafka';
import { scratch } from '../support/scratch';
import { createTopics, firstOccurrences, readTopic } from './log';
import { insist, publisherOn, recordOf } from './publishing';

const { brokers } = kafkaBroker();

describe('the publisher, while Kafka is away', () => {
  it.each(['refusing', 'black hole', 'silent'] as const)(
    'says so when the broker is %s, and goes on when it is back',
    async (state) => {
      const [topic] = (await createTopics(brokers, 'outage')) as [string];
      const timeouts = { connectionTimeoutMs: 200, requestTimeoutMs: 200 };
      const { publisher, wire } = publisherOn(brokers, timeouts);
      await publisher.publish([recordOf(topic, 'a', 1)]);
      expect(publisher.failing()).toBe(false);

      wire.state = state;
      const started = Date.now();
      await expect(publisher.publish([recordOf(topic, 'a', 2)])).rejects.toThrow();
      expect(Date.now() - started).toBeLessThan(5_000);
      expect(publisher.failing()).toBe(true);
      // Kafka's fault is not the topic's.
      expect(publisher.failing(recordOf(topic, 'a', 2))).toBe(false);

      wire.state = 'open';
      await publisher.publish([recordOf(topic, 'a', 2)]);
      expect(publisher.health()).toMatchObject({ failing: false, queued: 0, withoutAckMs: 0 });
      await publisher.disconnect();
      expect(firstOccurrences(await readTopic(brokers, topic))).toHaveLength(2);
    },
  );

  it('lets everything fall that waits behind the rejected batch', async () => {
    const [topic] = (await createTopics(brokers, 'fall')) as [string];
    const { publisher, wire } = publisherOn(brokers);
    await publisher.publish([recordOf(topic, 'a', 1)]);
    wire.state = 'refusing';

    const fallen: string[] = [];
    const tell = (name: string) => (error: unknown) => {
      if (error !== undefined) fallen.push(name);
      wire.state = 'open'; // an attempt of their own would succeed, and overtake
    };
    publisher.offer(recordOf(topic, 'a', 2), tell('a2'));
    await setImmediate(); // a2 is on its way, what comes now waits behind it
    publisher.offer(recordOf(topic, 'a', 3), tell('a3'));
    publisher.offer(recordOf(topic, 'b', 1), tell('b1'));
    await publisher.drain();

    expect(fallen).toEqual(['a2', 'a3', 'b1']);
    await publisher.disconnect();
  });

  it('counts as failing while one batch hangs', async () => {
    const [topic] = (await createTopics(brokers, 'hanging')) as [string];
    const { publisher, wire } = publisherOn(brokers);
    wire.answer = () => ({ msLate: 3_000 });
    const published = publisher.publish([recordOf(topic, 'a', 1)]);
    await eventually('the publisher fails', () => publisher.failing());
    expect(publisher.health().withoutAckMs).toBeGreaterThan(2_000);
    await published;
    expect(publisher.failing()).toBe(false);
    await publisher.disconnect();
  });
});

describe('the publisher, when the broker is stopped and started', () => {
  const { dir, remove } = scratch('kafka-restarts');
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await startBroker(dir);
  });
  afterAll(async () => {
    await broker.stop('SIGKILL');
    remove();
  });

  it('delivers everything in order once it is back', async () => {
    const [topic] = (await createTopics(broker.brokers, 'restart')) as [string];
    const { publisher } = publisherOn(broker.brokers);
    await publisher.publish([recordOf(topic, 'a', 1)]);

    await broker.stop();
    await expect(publisher.publish([recordOf(topic, 'a', 2)])).rejects.toThrow();
    expect(publisher.failing()).toBe(true);

    await broker.start();
    await eventually('Kafka takes records again', async () => {
      await publisher.publish([recordOf(topic, 'a', 2)]);
      return true;
    });
    await publisher.publish([recordOf(topic, 'a', 3)]);
    await publisher.disconnect();

    const sequences = (await readTopic(broker.brokers, topic)).map(
      ({ headers }) => headers['ce_sequence'],
    );
    expect([...new Set(sequences)]).toEqual(['0000000001', '0000000002', '0000000003']);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'has lost nothing that it acknowledged, however many send while it gets %s',
    async (signal) => {
      const [topic] = (await createTopics(broker.brokers, 'mid-batch')) as [string];
      const { publisher, wire } = publisherOn(broker.brokers, { connectionTimeoutMs: 500 });
      const enough = new AbortController();
      const last = new Map<string, number>();
      const sending = Array.from({ length: 20 }, async (_, n) => {
        const key = `sender-${n}`;
        for (let sequence = 1; !enough.signal.aborted; sequence += 1) {
          await insist(() => publisher.publish([recordOf(topic, key, sequence)]));
          last.set(key, sequence);
        }
      });

      await eventually('batches follow each other', () => wire.produceRequests > 20);
      await broker.stop(signal);
      expect(last.size).toBe(20);
      await broker.start();
      const before = wire.produceRequests;
      await eventually('they do so again', () => wire.produceRequests > before + 20, {
        withinMs: 30_000,
      });
      enough.abort();
      await Promise.all(sending);
      await publisher.disconnect();

      const first = firstOccurrences(await readTopic(broker.brokers, topic));
      for (const [key, count] of last)
        expect(first.filter((record) => record.key === key).map(({ value }) => value)).toEqual(
          Array.from({ length: count }, (_, n) => recordOf(topic, key, n + 1).value),
        );
    },
  );
});
