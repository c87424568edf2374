import { RETRY, connectionTo, type KafkaConnection } from '@booking-payment/events';
import {
  Partitioners,
  type IHeaders,
  type Message,
  type Producer as KafkaJsProducer,
} from 'kafkajs';
import type { Logger } from '../logger';
import { createAdmin } from './admin';
import { groupBy } from './batch';
import { explained, explainedConnection } from './explanations';
import type { Headers, KafkaClient, Producer, WireRecord } from './ports';
import { readSnapshot } from './snapshot';

export type KafkaOptions = KafkaConnection & { logger: Logger };

export function createKafka({ logger, ...connection }: KafkaOptions): KafkaClient {
  const kafka = connectionTo(connection, logger);
  return {
    producer: async () => {
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        retry: RETRY,
        createPartitioner: Partitioners.DefaultPartitioner,
      });
      await connected(producer);
      return asPort(producer);
    },
    admin: async () => {
      const admin = kafka.admin({ retry: RETRY });
      await connected(admin);
      return createAdmin(admin);
    },
    snapshot: (topic, snapshot) => readSnapshot(kafka, topic, { ...snapshot, retry: RETRY }),
  };
}

/** What failed to connect still holds sockets and timers. */
async function connected(part: { connect(): Promise<void>; disconnect(): Promise<void> }) {
  try {
    await part.connect();
  } catch (error) {
    part.disconnect().catch(() => undefined);
    throw explainedConnection(error);
  }
}

function asPort(producer: KafkaJsProducer): Producer {
  return {
    send: async (records) => {
      const batch = { acks: -1, topicMessages: byTopic(records) };
      await producer.sendBatch(batch).catch((error: unknown) => {
        throw explained(error);
      });
    },
    disconnect: () => producer.disconnect(),
  };
}

function byTopic(records: readonly WireRecord[]) {
  const topics = groupBy(records, (record) => record.topic);
  return [...topics].map(([topic, messages]) => ({
    topic,
    messages: messages.map(messageOf),
  }));
}

function messageOf({ key, value, headers, partition, timestampMs }: WireRecord): Message {
  return {
    ...{ key, value, headers: writable(headers) },
    ...(partition !== undefined && { partition }),
    ...(timestampMs !== undefined && { timestamp: String(timestampMs) }),
  };
}

function writable(headers: Headers): IHeaders {
  const pairs = Object.entries(headers);
  return Object.fromEntries(
    pairs.map(([name, value]) => [
      name,
      typeof value === 'string' || Buffer.isBuffer(value) ? value : [...value],
    ]),
  );
}
