import type { Steps } from '../model';

/**
 * A workflow is a generator that asks: it is durable, so it survives every crash, while the
 * activities that it asks for do not.
 */
export type Ask =
  | { run: () => Steps<unknown>; withinMs?: number; unless?: () => boolean }
  | { until: () => boolean; atMs?: number };

export type Answer =
  | { value: unknown }
  /** It was asked for too long. */
  | 'timed out'
  /** Something else has become more urgent; what was asked for may still run. */
  | 'interrupted'
  /** The wait ended by its condition, or by its time. */
  | 'true'
  | 'too late';

export type Flow<T> = Generator<Ask, T, Answer>;

export function* doing<T>(run: () => Steps<T>): Flow<T> {
  const answer = yield { run };
  return (answer as { value: T }).value;
}

/** True when the condition held, false when the time was over first. */
export function* waiting(until: () => boolean, atMs?: number): Flow<boolean> {
  return (yield { until, ...(atMs !== undefined && { atMs }) }) === 'true';
}
