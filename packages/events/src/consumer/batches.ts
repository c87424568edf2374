import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import type { Commits } from './commits';
import { endsMembership } from './faults';
import type { Lane } from './lane';
import type { Lanes } from './lanes';
import { rawRecord } from './raw-record';

interface BatchesOptions {
  readonly lanes: Lanes;
  readonly commits: Commits;
  /** So long we wait for the attempts that run before we give the partition away. */
  readonly handOverMs: number;
}

// A batch that makes no progress is left to itself, so that kafkajs, which fetches from a broker only
// when all its batches have ended, goes on with the others.
const PATIENCE_MS = 100;
const PULSE_MS = 1_000;

/**
 * A batch's records go into their lane: in order per key, the keys side by side. `resolveOffset`
 * only moves on what kafkajs fetches next; what is committed is decided by the lanes.
 */
export function createBatches({ lanes, commits, handOverMs }: BatchesOptions) {
  return async (payload: EachBatchPayload): Promise<void> => {
    commits.by(payload.commitOffsetsIfNecessary);
    let lost: unknown;
    const pulse = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        // Other faults are the connection's: kafkajs meets them itself, and membership goes on.
        if (!endsMembership(error)) return;
        lost ??= error;
        lanes.close();
      });
    }, PULSE_MS);
    try {
      const lane = lanes.of(payload.batch.topic, payload.batch.partition);
      await admitAll(payload, lane);
      while (lane.isOpen() && lane.pending() > 0)
        if (!(await lane.progress(PATIENCE_MS)) && !lane.promising()) break;
      // Whoever gets the partition next must not meet our last attempts.
      if (!lane.isOpen())
        await Promise.race([lanes.idle(), sleep(handOverMs, undefined, { ref: false })]);
      await commits.now();
    } finally {
      clearInterval(pulse);
    }
    if (lost !== undefined) throw lost as Error; // a rebalance: join again at once
    if (!lanes.isOpen()) await sleep(100); // kafkajs would fetch the same again and again
  };
}

async function admitAll({ batch, resolveOffset, pause }: EachBatchPayload, lane: Lane) {
  for (const message of batch.messages) {
    while (lane.isOpen() && lane.full())
      if (!(await lane.progress(PATIENCE_MS)) && !lane.promising()) break;
    if (!lane.isOpen()) return;
    if (lane.full()) return lane.onRoom(pause());
    // After a batch's last record there may be control records of transactions.
    const last = message === batch.messages.at(-1) ? batch.lastOffset() : message.offset;
    lane.admit(rawRecord(batch.topic, batch.partition, message), BigInt(last) + 1n);
    resolveOffset(message.offset);
  }
}
