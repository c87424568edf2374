import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Kafka, Partitioners, logLevel, type Message } from 'kafkajs';
import { eventually } from '../support/eventually';
import { kafkaBroker } from '../support/kafka';

/** Dead letters, topics and what is in them, apart from the code under test. */
export const { brokers } = kafkaBroker();
const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
const ROOT = join(__dirname, '..', '..');

export interface Shelf {
  readonly prefix: string;
  readonly deadLetters: string;
  /** Their topic's name on the wire. */
  readonly topic: (name: string) => string;
  readonly dlq: (...given: string[]) => Promise<Ended>;
}

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Dead letters of one's own, and the command for them. */
export async function newShelf(partitions = 1): Promise<Shelf> {
  const prefix = `${randomUUID().slice(0, 8)}.`;
  const topic = (name: string) => `${prefix}${name}`;
  const deadLetters = topic('payment-events-dlq');
  await makeTopic(deadLetters, partitions);
  return { prefix, deadLetters, topic, dlq: (...given) => dlq(given, prefix) };
}

export function dlq(
  given: readonly string[],
  prefix: string,
  changed: Record<string, string> = {},
): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC_PREFIX: prefix,
    KAFKA_GROUP_ID: `${prefix}payment-service`,
    ...changed,
  };
  const args = ['--import', 'tsx', 'src/dead-letters.ts', ...given];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

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

export async function produce(topic: string, messages: Message[]): Promise<void> {
  const producer = kafka.producer({
    idempotent: true, // a topic's first seconds make kafkajs repeat itself
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  await producer.send({ topic, messages });
  await producer.disconnect();
}

interface Died {
  topic: string;
  partition?: number;
  offset?: number;
  timestamp?: string;
  reason?: string;
  replayCount?: number;
  failedAt?: string;
}

/** A message as the consumers' library writes it when a record dies. */
export function letter(message: Message, died: Died): Message {
  return {
    ...message,
    headers: {
      ...message.headers,
      'dlq-original-topic': died.topic,
      'dlq-original-partition': String(died.partition ?? 0),
      'dlq-original-offset': String(died.offset ?? 0),
      'dlq-original-timestamp': died.timestamp ?? '1772615730120',
      'dlq-consumer-group': 'payment-service-payments',
      'dlq-reason': died.reason ?? 'schema',
      'dlq-error-class': 'PoisonRecord',
      'dlq-error-message': 'amount: must be a number',
      'dlq-attempts': '1',
      'dlq-failed-at': died.failedAt ?? '2026-03-04T09:15:31.000Z',
      'dlq-replay-count': String(died.replayCount ?? 0),
    },
  };
}

export interface Read {
  key: Buffer | null;
  value: Buffer | null;
  headers: NonNullable<Message['headers']>;
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
  const groupId = `reader-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ partition, message }) => {
          const { key, value, headers = {}, timestamp, offset } = message;
          read.push({ key, value, headers, partition, timestamp });
          if (Number(offset) + 1 >= left.get(partition)!) left.delete(partition);
          if (left.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return read;
}

export const valuesIn = async (topic: string): Promise<string[]> =>
  (await readAll(topic)).map(({ value }) => String(value));

/** Groups that Kafka knows whose name begins so. */
export async function groupsOf(prefix: string): Promise<string[]> {
  const { groups } = await withAdmin((admin) => admin.listGroups());
  return groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
}

async function withAdmin<T>(act: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}
