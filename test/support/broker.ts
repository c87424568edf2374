import { randomUUID } from 'node:crypto';
import {
  Kafka,
  logLevel,
  Partitioners,
  type IHeaders,
  type KafkaMessage,
  type Message,
} from 'kafkajs';
import { eventually } from './eventually';
import { kafkaBroker } from './kafka';

/** Kafka as seen apart from the library under test. */
export const { brokers } = kafkaBroker();
const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

/** Of a name that nobody else has. */
export const newTopic = (name: string, partitions = 1, config: Record<string, string> = {}) =>
  makeTopic(`${name}-${randomUUID().slice(0, 8)}`, partitions, config);

export async function makeTopic(
  topic: string,
  partitions = 1,
  config: Readonly<Record<string, string>> = {},
): Promise<string> {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await withAdmin(async (admin) => {
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, configEntries }],
      waitForLeaders: false,
    });
    await eventually('the topic has leaders', () => admin.fetchTopicMetadata({ topics: [topic] }));
  });
  return topic;
}

export const newGroup = () => `group-${randomUUID().slice(0, 8)}`;

export async function produce(topic: string, messages: Message[], at = brokers): Promise<void> {
  const client =
    at === brokers ? kafka : new Kafka({ brokers: [...at], logLevel: logLevel.NOTHING });
  const producer = client.producer({
    idempotent: true, // a topic's first seconds make kafkajs repeat itself
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  await producer.send({ topic, messages });
  await producer.disconnect();
}

export interface Read {
  key: Buffer | null;
  value: Buffer | null;
  headers: IHeaders;
  partition: number;
  timestamp: string;
}

/** Every record of a topic, from its beginning to what is its end now. */
export async function readAll(topic: string): Promise<Read[]> {
  const ends = await withAdmin((admin) => admin.fetchTopicOffsets(topic));
  const left = new Map(
    ends.flatMap(({ partition, low, high }) => (high === low ? [] : [[partition, Number(high)]])),
  );
  const read: Read[] = [];
  if (left.size === 0) return read;
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachMessage = ({ partition, message }: { partition: number; message: KafkaMessage }) => {
      const { key, value, headers = {}, timestamp } = message;
      read.push({ key, value, headers, partition, timestamp });
      if (Number(message.offset) + 1 >= left.get(partition)!) left.delete(partition);
      if (left.size === 0) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return read;
}

/** What the group has committed; -1 where nothing. */
export async function committed(groupId: string, topic: string): Promise<number[]> {
  const [offsets] = await withAdmin((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
  return offsets!.partitions
    .sort((a, b) => a.partition - b.partition)
    .map(({ offset }) => Number(offset));
}

export const textOf = (headers: IHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

export async function withAdmin<T>(
  act: (admin: ReturnType<Kafka['admin']>) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
