import { Kafka, logLevel, type Admin, type Consumer, type KafkaMessage } from 'kafkajs';

/** A record as it lies in Kafka: its bytes, before anybody makes a text of them. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const LIMIT_MS = 120_000;

/** Every record of every topic, each partition in its order, read as any consumer would. */
export async function readLog(brokers: readonly string[]): Promise<LogRecord[]> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((name) => !name.startsWith('__'));
  const ends = await endsOf(admin, topics);
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: 'outage-judge' });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics, fromBeginning: true });
    return await readTo(ends, consumer);
  } finally {
    await consumer.disconnect();
  }
}

async function readTo(left: Map<string, number>, consumer: Consumer): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  if (left.size === 0) return records;
  let timer: NodeJS.Timeout | undefined;
  const read = new Promise<void>((resolve, reject) => {
    const late = () => reject(new Error('Kafka could not be read to its end'));
    timer = setTimeout(late, LIMIT_MS);
    const eachBatch = ({ batch: { topic, partition, messages } }: Batch): Promise<void> => {
      for (const message of messages) records.push(recordOf(topic, partition, message));
      const place = `${topic}:${partition}`;
      if (Number(messages.at(-1)?.offset) + 1 >= (left.get(place) ?? 0)) left.delete(place);
      if (left.size === 0) resolve();
      return Promise.resolve();
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  await read.finally(() => clearTimeout(timer));
  return records;
}

interface Batch {
  readonly batch: { topic: string; partition: number; messages: readonly KafkaMessage[] };
}

function recordOf(topic: string, partition: number, message: KafkaMessage): LogRecord {
  const { key, value, headers = {} } = message;
  const texts = Object.entries(headers).map(([name, text]) => [name, String(text)]);
  const none = Buffer.alloc(0);
  return {
    ...{ topic, partition, key: key ?? none, value: value ?? none },
    headers: Object.fromEntries(texts) as Record<string, string>,
  };
}

/** Where each partition ends now, of those that hold anything. */
async function endsOf(admin: Admin, topics: readonly string[]): Promise<Map<string, number>> {
  const of = async (topic: string) =>
    (await admin.fetchTopicOffsets(topic))
      .filter(({ low, high }) => low !== high)
      .map(({ partition, high }) => [`${topic}:${partition}`, Number(high)] as const);
  return new Map((await Promise.all(topics.map(of))).flat());
}
