import {
  ScheduleAlreadyRunning,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

/** Temporal gave no answer in time. What was asked may have happened: ask again, by the same id. */
export class TemporalUnavailable extends Error {}

const ANSWERS = [
  ScheduleAlreadyRunning,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
];

/**
 * One call with a time limit. The deadline alone is not enough: the client's own pause between two
 * attempts may outlast it. Throws `TemporalUnavailable` for all that is not an answer, and when
 * `stop` says that nobody waits any more.
 */
export async function bounded<T>(
  client: Client,
  limitMs: number,
  call: () => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  const giveUp = new AbortController();
  stop?.addEventListener('abort', () => giveUp.abort(), { once: true });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp.abort();
      reject(new TemporalUnavailable(`Temporal gave no answer within ${limitMs} ms`));
    }, limitMs);
  });
  try {
    const asked = client.withDeadline(Date.now() + limitMs, () =>
      client.withAbortSignal(giveUp.signal, call),
    );
    asked.catch(() => undefined); // lost races must not become unhandled rejections
    return await Promise.race([asked, late]);
  } catch (error) {
    if (error instanceof TemporalUnavailable) throw error;
    if (ANSWERS.some((kind) => error instanceof kind)) throw error;
    throw new TemporalUnavailable('Temporal did not answer', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
