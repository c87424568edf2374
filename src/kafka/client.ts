import './queue-timer';
import {
  Kafka,
  Partitioners,
  logLevel,
  type IHeaders,
  type ISocketFactory,
  type LogEntry,
  type Message,
  type Producer as KafkaJsProducer,
  type SASLOptions,
} from 'kafkajs';
import type { Logger } from '../logger';
import { createAdmin } from './admin';
import { groupBy } from './batch';
import { explained, explainedConnection } from './explanations';
import type { Headers, KafkaClient, Producer, WireRecord } from './ports';
import { readSnapshot } from './snapshot';

export interface KafkaOptions {
  clientId: string;
  brokers: readonly string[];
  /** True trusts the system's authorities; `ca` is a PEM. */
  ssl?: boolean | { ca: string };
  sasl?: SASLOptions;
  logger: Logger;
  connectionTimeoutMs?: number;
  requestTimeoutMs?: number;
  /** Where a test injects faults. */
  socketFactory?: ISocketFactory;
}

// On the client *and* on the producer: the client's governs reconnection. Without both a rejection
// takes 15 s, and under jest kafkajs has other defaults altogether.
const retry = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 };

export function createKafka(options: KafkaOptions): KafkaClient {
  const kafka = new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ...(options.ssl !== undefined && {
      ssl: typeof options.ssl === 'object' ? { ca: [options.ssl.ca] } : options.ssl,
    }),
    ...(options.sasl && { sasl: options.sasl }),
    ...(options.socketFactory && { socketFactory: options.socketFactory }),
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => log(options.logger, entry),
    connectionTimeout: options.connectionTimeoutMs ?? 3_000,
    requestTimeout: options.requestTimeoutMs ?? 5_000,
    retry,
  });
  return {
    producer: async () => {
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        retry,
        createPartitioner: Partitioners.DefaultPartitioner,
      });
      await connected(producer);
      return asPort(producer);
    },
    admin: async () => {
      const admin = kafka.admin({ retry });
      await connected(admin);
      return createAdmin(admin);
    },
    snapshot: (topic, snapshot) => readSnapshot(kafka, topic, { ...snapshot, retry }),
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

/** An error of kafkajs is an attempt that it repeats; the last one reaches us as a rejection. */
function log(
  logger: Logger,
  { namespace, level, log: { message, timestamp: _, ...more } }: LogEntry,
) {
  const line = level <= logLevel.WARN ? 'warn' : 'debug';
  logger[line]({ kafkajs: namespace, ...more }, message);
}
