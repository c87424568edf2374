import { setTimeout as sleep } from 'node:timers/promises';
import { createAttempts } from './attempts';
import { createBatches } from './batches';
import { createCommits } from './commits';
import { connectionTo } from './connection';
import { createDeadLetterTopic } from './dead-letter-topic';
import { isOutage } from './faults';
import { healthOf, type ConsumerHealth } from './health';
import { createLagReader, type PartitionLag } from './lag';
import { createLanes } from './lanes';
import { silentLogger } from './logger';
import { joinGroup, type Membership } from './membership';
import { TIMING, type ConsumerOptions, type Timing } from './options';
import { createPulse } from './pulse';
import { createSlots } from './slots';

export interface Consumer {
  /** Resolves when it consumes. Waits as long as Kafka is away; rejects when it has given up. */
  start(): Promise<void>;
  /** Begins nothing any more, waits for the handlers that run, commits what is done. */
  stop(withinMs?: number): Promise<void>;
  health(): Promise<ConsumerHealth>;
  /** Asks Kafka: what each partition of the topics has that the group has not done yet. */
  lag(): Promise<PartitionLag[]>;
}

const DEAD_LETTER_TOPIC = 'payment-events-dlq';
const WAITING_BYTES = 4 << 20;

export function createConsumer(options: ConsumerOptions): Consumer {
  const { groupId, topics, logger = silentLogger, fromBeginning = true, deadLetters } = options;
  const timing: Timing = { ...TIMING, ...options.timing };
  const kafka = connectionTo(options.kafka, logger);
  const own =
    typeof deadLetters === 'object'
      ? undefined
      : createDeadLetterTopic(kafka, deadLetters ?? DEAD_LETTER_TOPIC, logger);
  const attempt = createAttempts({
    groupId,
    handle: options.handle,
    deadLetters: own ?? (deadLetters as Exclude<typeof deadLetters, string | undefined>),
    slots: createSlots(options.concurrency ?? 64),
    backoff: options.backoff ?? { firstMs: 200, maxMs: 10_000 },
    logger,
    metrics: options.metrics ?? {},
  });
  const limits = { records: options.waitingPerPartition ?? 1_000, bytes: WAITING_BYTES };
  const lanes = createLanes(attempt, limits);
  const commits = createCommits(lanes, logger);
  const eachBatch = createBatches({
    lanes,
    commits,
    handOverMs: timing.rebalanceTimeoutMs * 0.75,
  });
  const pulse = createPulse();
  const lag = createLagReader(kafka, { groupId, topics, fromBeginning, pulse });
  const stopping = new AbortController();
  let membership: Membership | undefined;
  let living: Promise<void> | undefined;
  let fatal: Error | undefined;

  function join(onJoin: () => void): Membership {
    return joinGroup({
      ...{ kafka, groupId, topics, fromBeginning, timing, eachBatch, pulse },
      onJoin: () => {
        lanes.renew();
        if (stopping.signal.aborted) lanes.close();
        onJoin();
      },
      onRebalance: () => {
        lanes.close();
        void commits.now();
      },
    });
  }

  const commitDone = () => void (lanes.isOpen() && commits.now());

  /** One membership after the other, until it is stopped or there is no hope. */
  async function live(onJoin: () => void): Promise<void> {
    const [first, most] = timing.rebuildMs;
    for (let crashes = 0, tries = 0; !stopping.signal.aborted;) {
      membership = join(onJoin);
      const error = await membership.ended;
      if (stopping.signal.aborted) return;
      if (pulse.beats() > 0) crashes = tries = 0;
      tries += 1;
      if (!isOutage(error)) crashes += 1;
      lanes.close();
      commits.cease();
      await membership.leave();
      if (error && crashes >= timing.crashesBeforeFatal) throw error;
      const againInMs = Math.min(first * 2 ** Math.min(tries - 1, 20), most);
      logger.error({ err: error, groupId, crashes, againInMs }, 'the consumer has crashed');
      await sleep(againInMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start: () =>
      new Promise((resolve, reject) => {
        if (living) throw new Error('the consumer was started before');
        const ticks = setInterval(commitDone, timing.commitIntervalMs);
        living = live(resolve)
          .catch((error: unknown) => {
            fatal = error as Error;
            logger.error({ err: error, groupId }, 'the consumer has given up');
            options.onFatal?.(fatal);
          })
          .finally(() => {
            clearInterval(ticks);
            reject(fatal ?? new Error('the consumer was stopped before it had joined its group'));
          });
      }),

    async stop(withinMs = 10_000) {
      stopping.abort();
      lanes.close();
      const end = async () => {
        await Promise.race([lanes.idle(), sleep(withinMs * 0.7, undefined, { ref: false })]);
        await commits.now(); // also if some handler does not end
        await membership?.leave();
        await living;
        await own?.close();
      };
      const late = sleep(withinMs, 'late' as const, { ref: false });
      if ((await Promise.race([end(), late])) === 'late')
        logger.warn({ groupId, withinMs }, 'the consumer did not stop in time');
    },

    health: () => healthOf({ pulse, membership, fatal, timing, stopping: stopping.signal.aborted }),
    lag,
  };
}
