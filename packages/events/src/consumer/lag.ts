import type { Kafka } from 'kafkajs';
import { RETRY } from './connection';
import type { Pulse } from './pulse';

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** Records that the group has not committed. */
  readonly lag: number;
  /** Ours at present: over all members, each partition is one's. */
  readonly assigned: boolean;
}

interface LagOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly pulse: Pulse;
}

/** Batches tell the lag only of partitions that move. Needs READ on topics and group, no more. */
export function createLagReader(kafka: Kafka, options: LagOptions) {
  const { groupId, topics, fromBeginning, pulse } = options;
  return async (): Promise<PartitionLag[]> => {
    const admin = kafka.admin({ retry: RETRY });
    try {
      await admin.connect();
      const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
      const ends = await Promise.all(
        topics.map(async (topic) => ({ topic, ends: await admin.fetchTopicOffsets(topic) })),
      );
      return ends.flatMap(({ topic, ends }) => {
        const done = committed.find((offsets) => offsets.topic === topic)?.partitions ?? [];
        return ends.map(({ partition, low, high }) => {
          const offset = Number(done.find((at) => at.partition === partition)?.offset ?? -1);
          const from = offset >= 0 ? offset : Number(fromBeginning ? low : high);
          const assigned = pulse.assignment()[topic]?.includes(partition) ?? false;
          return { topic, partition, lag: Math.max(0, Number(high) - from), assigned };
        });
      });
    } finally {
      admin.disconnect().catch(() => undefined);
    }
  };
}
