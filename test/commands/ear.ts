import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../support/eventually';

export interface Heard {
  topic: string;
  key: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  value: string;
}

/** Sends to topics and hears of others, apart from the code under test. */
export async function openEar(brokers: readonly string[], topics: readonly string[]) {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
  const heard: Heard[] = [];
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      const value = String(message.value);
      heard.push({
        topic,
        key: String(message.key),
        headers: Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, text]) => [name, String(text)]),
        ),
        value,
        body: parsed(value),
      });
      return Promise.resolve();
    },
  });
  await joined;

  const on = (topic: string, wanted: (record: Heard) => boolean) =>
    heard.filter((record) => record.topic === topic && wanted(record));

  return {
    async send(
      topic: string,
      value: object | string | null,
      more: { key?: string; headers?: Record<string, string>; at?: number } = {},
    ): Promise<void> {
      const { key = keyOf(value), headers = {}, at = Date.now() } = more;
      const text = value === null || typeof value === 'string' ? value : JSON.stringify(value);
      const message = { key, value: text, headers, timestamp: String(at) };
      await producer.send({ topic, acks: -1, messages: [message] });
    },
    on,
    /** The first so many records that fit, as soon as they are there. */
    hears: async (topic: string, wanted: (record: Heard) => boolean, count = 1): Promise<Heard[]> =>
      eventually(
        `${count} on ${topic}`,
        () => {
          const found = on(topic, wanted);
          if (found.length < count) throw new Error(`${found.length} so far`);
          return found;
        },
        { withinMs: 30_000 },
      ),
    async close(): Promise<void> {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
    },
  };
}

export type Ear = Awaited<ReturnType<typeof openEar>>;

/** Of an order its id, as order service keys its records. */
function keyOf(value: object | string | null): string {
  return typeof value === 'object' && value && 'orderId' in value
    ? String(value.orderId)
    : randomUUID();
}

function parsed(value: string): Record<string, unknown> {
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return {};
  }
}
