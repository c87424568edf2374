import type { EachBatchPayload, Offsets } from 'kafkajs';
import type { Lane } from './lane';
import type { Lanes } from './lanes';
import type { Logger } from './logger';

type CommitOffsets = EachBatchPayload['commitOffsetsIfNecessary'];

/** Tells Kafka what is done: of each partition the part without gaps. */
export interface Commits {
  /** Each batch brings the way to commit, which also works while kafkajs stops. */
  by(commit: CommitOffsets): void;
  /** The way is closed: asked again, a crashed consumer would open connections that nobody ends. */
  cease(): void;
  now(): Promise<void>;
}

export function createCommits(lanes: Lanes, logger: Logger): Commits {
  const committed = new WeakMap<Lane, bigint>();
  let commit: CommitOffsets | undefined;
  let telling: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  /** Only lanes of the present membership: what was ours before may be another's now. */
  function due(): { lane: Lane; offset: bigint }[] {
    return lanes.all().flatMap((lane) => {
      const offset = lane.watermark();
      return offset === undefined || offset === committed.get(lane) ? [] : [{ lane, offset }];
    });
  }

  async function tell(): Promise<void> {
    const moved = due();
    if (moved.length === 0 || !commit) return;
    try {
      await commit(offsetsOf(moved));
      for (const { lane, offset } of moved) committed.set(lane, offset);
    } catch (error) {
      // What is not committed comes again. If Kafka is away or the group changes, kafkajs notices.
      logger.warn({ err: error }, 'offsets could not be committed');
    }
  }

  /** One at a time; who comes meanwhile shares the next one. */
  function now(): Promise<void> {
    if (telling) return (next ??= telling.then(() => ((next = undefined), now())));
    telling = tell().finally(() => (telling = undefined));
    return telling;
  }

  return {
    by: (way) => (commit = way),
    cease: () => (commit = undefined),
    now,
  };
}

function offsetsOf(moved: readonly { lane: Lane; offset: bigint }[]): Offsets {
  return {
    topics: moved.map(({ lane: { topic, partition }, offset }) => ({
      topic,
      partitions: [{ partition, offset: String(offset) }],
    })),
  };
}
