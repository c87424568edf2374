import { setTimeout as pause } from 'node:timers/promises';
import {
  ScheduleAlreadyRunning,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  isGrpcServiceError,
  type Connection,
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

/** gRPC's UNAVAILABLE: a broken connection, or a server that is just changing. */
const UNAVAILABLE = 14;
const PAUSES_MS = [30, 100, 300, 600, 1_000];

/** A client, or its connection. */
type Caller = Pick<Connection, 'withDeadline' | 'withAbortSignal'>;

/**
 * One call with a time limit, tried again for a moment where the connection broke. All our calls
 * may be repeated: they go by ids. Throws `TemporalUnavailable` for all that is not an answer, and
 * when `stop` says that nobody waits any more.
 */
export async function bounded<T>(
  caller: Caller,
  limitMs: number,
  call: () => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const abort = () => giveUp.abort();
  const timer = setTimeout(abort, limitMs);
  stop?.addEventListener('abort', abort, { once: true });
  const over = new Promise<never>((_, reject) => {
    const late = new TemporalUnavailable(`Temporal gave no answer within ${limitMs} ms`);
    signal.addEventListener('abort', () => reject(late), { once: true });
  });
  const until = Date.now() + limitMs;
  // A signal of its own for each attempt: the client never takes its listeners off.
  const asked = insist(signal, () =>
    caller.withDeadline(until, () => caller.withAbortSignal(AbortSignal.any([signal]), call)),
  );
  try {
    return await Promise.race([asked, over]);
  } catch (error) {
    if (error instanceof TemporalUnavailable) throw error;
    if (ANSWERS.some((kind) => error instanceof kind)) throw error;
    throw new TemporalUnavailable('Temporal did not answer', { cause: error });
  } finally {
    asked.catch(() => undefined); // a lost race must not become an unhandled rejection
    clearTimeout(timer);
    stop?.removeEventListener('abort', abort);
  }
}

async function insist<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (const ms of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !isConnectionLost(error)) throw error;
      await pause(ms, undefined, { signal });
    }
  }
  return ask();
}

function isConnectionLost(error: unknown): boolean {
  if (isGrpcServiceError(error)) return Number(error.code) === UNAVAILABLE;
  return error instanceof Error && error.cause !== undefined && isConnectionLost(error.cause);
}
