import type { Model, Steps } from '../model';

const FLAG_OWNER_AFTER_MS = 600_000;

/** src/activities/lateness.ts: an owner that keeps failing becomes a person's task. */
export function* flagWhenLate(
  m: Model,
  action: 'hold' | 'confirm' | 'release',
): Steps<{ done: boolean; amount?: number }> {
  const { scheduledAt, attempt } = m.task!;
  try {
    const answer = m.owner.ask(action);
    if (attempt > 1) m.rows.clear('owner_unreachable', action);
    return answer;
  } catch (error) {
    if (m.clock.now - scheduledAt >= FLAG_OWNER_AFTER_MS)
      m.rows.raise({ kind: 'owner_unreachable', subject: action });
    yield;
    throw error;
  }
}
