import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { OutRecord } from '../../src/kafka/contracts';
import { eventually } from '../support/eventually';

/** Reads and makes topics apart from the code under test. */
const kafkaAt = (brokers: readonly string[]) =>
  new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

/** Topics of one's own, so that tests do not see each other's records. */
export async function createTopics(
  brokers: readonly string[],
  ...names: readonly string[]
): Promise<string[]> {
  const topics = names.map((name) => `${name}-${randomUUID().slice(0, 8)}`);
  await makeTopics(brokers, ...topics);
  return topics;
}

export function makeTopics(brokers: readonly string[], ...topics: readonly string[]) {
  return makeTopicsWith(brokers, topics, {});
}

export async function makeTopicsWith(
  brokers: readonly string[],
  topics: readonly string[],
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  const admin = kafkaAt(brokers).admin();
  await admin.connect();
  await admin.createTopics({
    topics: topics.map((topic) => ({ topic, numPartitions: 3, configEntries })),
    waitForLeaders: false,
  });
  await eventually('the topics have leaders', () =>
    admin.fetchTopicMetadata({ topics: [...topics] }),
  );
  await admin.disconnect();
}

/** Every record of a topic, from its beginning to what is its end now. */
export async function readTopic(brokers: readonly string[], topic: string): Promise<OutRecord[]> {
  const kafka = kafkaAt(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const left = new Map(
    offsets.flatMap(({ partition, low, high }) =>
      high === low ? [] : [[partition, Number(high)] as const],
    ),
  );
  const records: OutRecord[] = [];
  if (left.size === 0) return records;

  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ partition, message }) => {
          records.push({
            topic,
            key: String(message.key),
            value: String(message.value),
            headers: Object.fromEntries(
              Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
            ),
          });
          if (Number(message.offset) + 1 >= left.get(partition)!) left.delete(partition);
          if (left.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records;
}

/** What a consumer keeps that drops the ids it knows. Fails when two copies differ in any byte. */
export function firstOccurrences(records: readonly OutRecord[]): OutRecord[] {
  const first = new Map<string, OutRecord>();
  for (const record of records) {
    const known = first.get(record.headers['ce_id']!);
    if (known) expect(record).toEqual(known);
    else first.set(record.headers['ce_id']!, record);
  }
  return [...first.values()];
}
