import { activityInfo } from '@temporalio/activity';
import { clearFlag, raiseFlag } from '../db/flags';
import type { Dependencies } from './dependencies';

const MINUTE = 60_000;
/** saga.md rule 6: an owner that keeps failing becomes a person's task after this. */
export const FLAG_OWNER_AFTER_MS = 10 * MINUTE;

/** Asks the owner; once it has failed for 10 minutes its booking is flagged, until it answers. */
export async function flagWhenLate<T>(
  { db, now }: Pick<Dependencies, 'db' | 'now'>,
  bookingId: string,
  subject: string,
  ask: () => Promise<T>,
  /** Since when it should have answered, where that is longer ago than this activity. */
  dueSince: () => Promise<Date | undefined> = () => Promise.resolve(undefined),
): Promise<T> {
  const flag = { kind: 'owner_unreachable', subject } as const;
  try {
    const answer = await ask();
    if (activityInfo().attempt > 1) await clearFlag(db, bookingId, flag);
    return answer;
  } catch (error) {
    const due = (await dueSince())?.getTime() ?? Infinity;
    const since = Math.min(due, activityInfo().scheduledTimestampMs);
    if (now() - since >= FLAG_OWNER_AFTER_MS) {
      const detail = `The booking owner has not answered to ${subject} for 10 minutes.`;
      await raiseFlag(db, bookingId, { ...flag, detail });
    }
    throw error;
  }
}
