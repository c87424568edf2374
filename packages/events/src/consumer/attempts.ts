import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterOf, type DeadLetters } from './dead-letter';
import type { Logger } from './logger';
import type { ConsumerMetrics } from './metrics';
import { PoisonRecord } from './poison-record';
import type { RawRecord } from './raw-record';
import type { Handle } from './received-record';
import type { Slots } from './slots';

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

interface AttemptsOptions {
  readonly groupId: string;
  readonly handle: Handle;
  readonly deadLetters: DeadLetters;
  readonly slots: Slots;
  readonly backoff: Backoff;
  readonly logger: Logger;
  readonly metrics: ConsumerMetrics;
}

/**
 * Brings one record to its end. False: it was stopped, and the record must come again. `first` hears
 * when the first attempt begins and ends.
 */
export type Attempts = (
  record: RawRecord,
  stopping: AbortSignal,
  first: (runs: boolean) => void,
) => Promise<boolean>;

/**
 * Never rejects: a SyntaxError or TypeError that left a handler would end the consumer for good
 * (kafka.md section 3).
 */
export function createAttempts(options: AttemptsOptions): Attempts {
  const { groupId, handle, deadLetters, slots, backoff, logger, metrics } = options;

  async function once(record: RawRecord, stopping: AbortSignal, attempts: number) {
    if (stopping.aborted) return false; // while it waited for a slot
    try {
      await handle(record, stopping);
    } catch (error) {
      if (!(error instanceof PoisonRecord)) throw error;
      const failedAt = new Date();
      await deadLetters.publish(deadLetterOf(record, error, { groupId, attempts, failedAt }));
      logger.warn({ ...placeOf(record), reason: error.reason }, 'a record is a dead letter');
      quietly(() => metrics.deadLetter?.({ topic: record.topic, reason: error.reason }));
    }
    return true;
  }

  return async (record, stopping, first) => {
    const startedAt = performance.now();
    for (let attempts = 1; !stopping.aborted; attempts += 1) {
      try {
        const attempt = () => {
          if (attempts === 1) first(true);
          return once(record, stopping, attempts).finally(() => first(false));
        };
        if (!(await slots.within(attempt))) return false;
        const seconds = (performance.now() - startedAt) / 1_000;
        quietly(() => metrics.processed?.({ topic: record.topic, seconds }));
        return true;
      } catch (error) {
        if (stopping.aborted) return false;
        quietly(() => metrics.failed?.({ topic: record.topic, error }));
        const againInMs = Math.min(
          backoff.firstMs * 2 ** Math.min(attempts - 1, 20),
          backoff.maxMs,
        );
        quietly(() =>
          logger.warn({ err: error, ...placeOf(record), attempts, againInMs }, 'a record failed'),
        );
        await sleep(againInMs, undefined, { signal: stopping }).catch(() => undefined);
      }
    }
    return false;
  };
}

function placeOf({ topic, partition, offset }: RawRecord): object {
  return { topic, partition, offset };
}

/** What the owner's callbacks throw must not become the record's fault. */
function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // theirs
  }
}
