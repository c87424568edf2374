import type {
  Batch,
  Consumer,
  EachBatchPayload,
  IHeaders,
  Kafka,
  KafkaMessage,
  RetryOptions,
} from 'kafkajs';
import type { Headers, ReceivedRecord, SnapshotOptions } from './ports';

const SILENCE_MS = 30_000;

type Options = SnapshotOptions & { retry: RetryOptions };

/**
 * kafkajs reads only as a member of a group. This one commits nothing and is deleted afterwards;
 * where that fails, Kafka forgets it by itself, since it holds nothing.
 */
export async function readSnapshot(kafka: Kafka, topic: string, options: Options): Promise<void> {
  const { groupId, retry } = options;
  const admin = kafka.admin({ retry });
  try {
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic);
    const left = new Map(
      ends.flatMap(({ partition, low, high }) =>
        high === low ? [] : [[partition, { next: Number(low), end: Number(high) }] as const],
      ),
    );
    if (left.size === 0) return;
    await readInGroup(left, kafka, topic, options);
    await admin.deleteGroups([groupId]).catch(() => undefined);
  } finally {
    admin.disconnect().catch(() => undefined);
  }
}

/** What is still to be read, by partition. */
type Left = Map<number, { next: number; end: number }>;

async function readInGroup(left: Left, kafka: Kafka, topic: string, options: Options) {
  const consumer = kafka.consumer({
    ...{ groupId: options.groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 500 },
    // Patient: a broker that has just started refuses groups for some seconds. But a consumer that
    // has given up stays so: whoever asked hears of it, and may ask again.
    retry: { ...options.retry, retries: 12, restartOnFailure: () => Promise.resolve(false) },
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await allRead(left, consumer, options);
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
}

async function allRead(left: Left, consumer: Consumer, { onRecord, stopping }: Options) {
  let silence: NodeJS.Timeout | undefined;
  const read = new Promise<void>((resolve, reject) => {
    silence = setTimeout(() => reject(new Error('Kafka hands over nothing')), SILENCE_MS);
    stopping?.addEventListener('abort', () => reject(new Error('Stopped')), { once: true });
    if (stopping?.aborted) return reject(new Error('Stopped'));
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const eachBatch = ({ batch }: EachBatchPayload) => {
      silence?.refresh();
      take(batch, left, onRecord);
      if (left.size === 0) resolve();
      return Promise.resolve();
    };
    consumer.run({ autoCommit: false, eachBatch }).catch(reject);
  });
  try {
    await read;
  } finally {
    clearTimeout(silence);
  }
}

/** A member that had to join again begins anew: what is known is passed over. */
function take(batch: Batch, left: Left, onRecord: SnapshotOptions['onRecord']): void {
  const part = left.get(batch.partition);
  if (!part) return;
  for (const message of batch.messages) {
    const offset = Number(message.offset);
    if (offset < part.next || offset >= part.end) continue;
    part.next = offset + 1;
    onRecord(receivedFrom(batch.partition, message));
  }
  if (Number(batch.lastOffset()) + 1 >= part.end) left.delete(batch.partition);
}

function receivedFrom(partition: number, message: KafkaMessage): ReceivedRecord {
  const { offset, timestamp, key, value, headers } = message;
  return {
    ...{ partition, offset, key, value, headers: received(headers) },
    timestampMs: Number(timestamp),
  };
}

/** kafkajs can read a header without a value, but not write one. */
function received(headers: IHeaders = {}): Headers {
  const pairs = Object.entries(headers);
  return Object.fromEntries(pairs.map(([name, value]) => [name, value ?? Buffer.alloc(0)]));
}
