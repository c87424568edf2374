import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type KafkaMessage } from 'kafkajs';
import { TOPICS } from '../judge/topics';

/** A record as it lies in Kafka. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly at: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const CATCH_UP_MS = 30_000;

/** Reads all topics, from now on or from their start, as any consumer would. */
export async function openKafkaLog(
  brokers: readonly string[],
  run: string,
  from: 'now' | 'the start' = 'now',
) {
  const kafka = new Kafka({ clientId: run, brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const consumer = kafka.consumer({ groupId: `${run}-judge` });
  // By place: what was read before the jump to where we begin may be read once more.
  const records = new Map<string, KafkaRecord>();
  const read = new Map<string, number>();
  const atEnds = await ends(admin);
  const beginnings = from === 'now' ? atEnds : atEnds.map((end) => ({ ...end, offset: 0 }));
  await consumer.connect();
  await consumer.subscribe({ topics: [...TOPICS], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, partition, message }) => {
      const place = `${topic}:${partition}`;
      records.set(`${place}:${message.offset}`, recordOf(topic, partition, message));
      read.set(place, Number(message.offset) + 1);
      return Promise.resolve();
    },
  });
  for (const { topic, partition, offset } of beginnings)
    consumer.seek({ topic, partition, offset: String(offset) });

  return {
    records: () => [...records.values()],

    /** Answers once everything is read that is there now. */
    async catchUp(): Promise<void> {
      const began = new Map(beginnings.map((end) => [`${end.topic}:${end.partition}`, end.offset]));
      const giveUpAt = Date.now() + CATCH_UP_MS;
      const behind = async () =>
        (await ends(admin)).filter(({ topic, partition, offset }) => {
          const place = `${topic}:${partition}`;
          return (read.get(place) ?? began.get(place) ?? 0) < offset;
        });
      while ((await behind()).length > 0) {
        if (Date.now() > giveUpAt) throw new Error('Kafka could not be read to its end');
        await sleep(200);
      }
    },

    async close(): Promise<void> {
      await consumer.disconnect();
      await admin.deleteGroups([`${run}-judge`]).catch(() => undefined); // it goes by itself, later
      await admin.disconnect();
    },
  };
}

async function ends(admin: Admin) {
  const of = async (topic: string) =>
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
      topic,
      partition,
      offset: Number(high),
    }));
  return (await Promise.all(TOPICS.map(of))).flat();
}

function recordOf(topic: string, partition: number, message: KafkaMessage): KafkaRecord {
  const headers = Object.entries(message.headers ?? {});
  return {
    ...{ topic, partition, offset: Number(message.offset), at: Number(message.timestamp) },
    key: message.key?.toString() ?? '',
    value: message.value?.toString() ?? '',
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
  };
}
