import type { Consumer as KafkaJsConsumer, Kafka } from 'kafkajs';
import type { createBatches } from './batches';
import { RETRY } from './connection';
import type { Timing } from './options';
import type { Pulse } from './pulse';

interface MembershipOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly timing: Timing;
  readonly eachBatch: ReturnType<typeof createBatches>;
  readonly pulse: Pulse;
  /** Kafka hands out the partitions anew, from what is committed. */
  readonly onJoin: () => void;
  /** Our partitions will be another's in a moment. */
  readonly onRebalance: () => void;
}

/** One kafkajs consumer, from its first connection to its crash or its end. */
export interface Membership {
  /** Resolves when it has crashed, with the reason, or was left. */
  readonly ended: Promise<Error | undefined>;
  leave(): Promise<void>;
  describeGroup(): Promise<string>;
}

const PARTITIONS_AT_A_TIME = 16;

export function joinGroup(options: MembershipOptions): Membership {
  const { kafka, groupId, timing, pulse } = options;
  const consumer = kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    sessionTimeout: timing.sessionTimeoutMs,
    rebalanceTimeout: timing.rebalanceTimeoutMs,
    heartbeatInterval: timing.heartbeatIntervalMs,
    maxWaitTimeInMs: 500, // disconnecting waits for it
    maxBytesPerPartition: 1 << 20,
    // A crashed consumer is built anew, always in the same way: kafkajs restarts only some.
    retry: { ...RETRY, retries: 8, restartOnFailure: () => Promise.resolve(false) },
  });
  let end: (error?: Error) => void;
  const ended = new Promise<Error | undefined>((resolve) => (end = resolve));
  listen(consumer, options, (error) => end(error));
  const running = run(consumer, options).catch((error: unknown) => end(asError(error)));

  return {
    ended,
    async leave() {
      // Before run() has resolved, disconnecting would leave a consumer behind that goes on.
      await running;
      await consumer.disconnect().catch(() => undefined);
      pulse.lost();
      end();
    },
    describeGroup: async () => (await consumer.describeGroup()).state,
  };
}

async function run(consumer: KafkaJsConsumer, options: MembershipOptions): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...options.topics], fromBeginning: options.fromBeginning });
  await consumer.run({
    autoCommit: false, // what kafkajs would commit is what it has fetched
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: PARTITIONS_AT_A_TIME,
    eachBatch: options.eachBatch,
  });
}

function listen(
  consumer: KafkaJsConsumer,
  { pulse, onJoin, onRebalance }: MembershipOptions,
  end: (error: Error) => void,
): void {
  const { GROUP_JOIN, HEARTBEAT, REBALANCING, CRASH } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    pulse.joined(payload.memberAssignment);
    onJoin();
  });
  consumer.on(HEARTBEAT, () => pulse.beat());
  consumer.on(REBALANCING, onRebalance);
  consumer.on(CRASH, ({ payload }) => end(asError(payload.error)));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
