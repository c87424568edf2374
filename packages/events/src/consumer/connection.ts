import './queue-timer';
import '../compression/codecs';
import '../compression/fetch-place';
import { Kafka, logLevel, type ISocketFactory, type LogEntry, type SASLOptions } from 'kafkajs';
import type { Logger } from './logger';

export interface KafkaConnection {
  readonly clientId: string;
  readonly brokers: readonly string[];
  /** True trusts the system's authorities; `ca` is a PEM. */
  readonly ssl?: boolean | { readonly ca: string };
  readonly sasl?: SASLOptions;
  readonly connectionTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  /** Where a test injects faults. */
  readonly socketFactory?: ISocketFactory;
}

// Given to the client and to each part: the client's governs reconnection. Without both a rejection
// takes 15 s, and under jest kafkajs has other defaults altogether.
export const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 };

export function connectionTo(connection: KafkaConnection, logger: Logger): Kafka {
  const { ssl } = connection;
  return new Kafka({
    clientId: connection.clientId,
    brokers: [...connection.brokers],
    ...(ssl !== undefined && { ssl: typeof ssl === 'object' ? { ca: [ssl.ca] } : ssl }),
    ...(connection.sasl && { sasl: connection.sasl }),
    ...(connection.socketFactory && { socketFactory: connection.socketFactory }),
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => log(logger, entry),
    connectionTimeout: connection.connectionTimeoutMs ?? 3_000,
    requestTimeout: connection.requestTimeoutMs ?? 5_000,
    retry: RETRY,
  });
}

/** An error of kafkajs is an attempt that it repeats; the last one reaches us as a rejection. */
function log(
  logger: Logger,
  { namespace, level, log: { message, timestamp: _, ...more } }: LogEntry,
) {
  const line = level <= logLevel.WARN ? 'warn' : 'debug';
  logger[line]({ kafkajs: namespace, ...more }, message);
}

/** Rejects with what is wrong with the way to Kafka. */
export async function checkBrokers(connection: KafkaConnection, logger: Logger): Promise<void> {
  const admin = connectionTo(connection, logger).admin({ retry: RETRY });
  try {
    await admin.connect();
    await admin.listTopics();
  } finally {
    admin.disconnect().catch(() => undefined);
  }
}
