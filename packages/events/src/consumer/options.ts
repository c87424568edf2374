import type { Backoff } from './attempts';
import type { KafkaConnection } from './connection';
import type { DeadLetters } from './dead-letter';
import type { Logger } from './logger';
import type { ConsumerMetrics } from './metrics';
import type { Handle } from './received-record';

export interface ConsumerOptions {
  readonly kafka: KafkaConnection;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly handle: Handle;
  /** Where poison goes: a topic's name, or a port of your own. Default: `payment-events-dlq`. */
  readonly deadLetters?: string | DeadLetters;
  /** Where a group begins that has committed nothing yet. Default true: nothing is missed. */
  readonly fromBeginning?: boolean;
  /** Handlers at a time, over all partitions and keys. Default 64. */
  readonly concurrency?: number;
  /** Between the attempts at one record. Default 200 ms, doubling to 10 s. */
  readonly backoff?: Backoff;
  /**
   * Records of one partition that may wait for a key that fails or is slow, before the partition
   * rests. Default 1,000, and 4 MB.
   */
  readonly waitingPerPartition?: number;
  readonly logger?: Logger;
  readonly metrics?: ConsumerMetrics;
  /**
   * The consumer has crashed again and again and given up: end the process. Never for an outage of
   * Kafka, which it waits for.
   */
  readonly onFatal?: (error: Error) => void;
  /** For tests, mostly. */
  readonly timing?: Partial<Timing>;
}

export interface Timing {
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly commitIntervalMs: number;
  /** Before a crashed consumer is built again: doubling to the second. */
  readonly rebuildMs: readonly [first: number, most: number];
  readonly crashesBeforeFatal: number;
}

export const TIMING: Timing = {
  sessionTimeoutMs: 30_000,
  rebalanceTimeoutMs: 60_000,
  heartbeatIntervalMs: 3_000,
  commitIntervalMs: 1_000,
  rebuildMs: [1_000, 30_000],
  crashesBeforeFatal: 5,
};
