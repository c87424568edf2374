import { outcomeOf } from '../../../src/domain/dispute';
import type { Model } from '../model';
import { doing, waiting, type Flow } from './asks';
import { growingPauses } from './pauses';

const LONGEST_PAUSE_MS = 6 * 3_600_000;

/** src/workflows/dispute.ts: from the bank asking to its decision. */
export function* dispute(m: Model, disputeId: string, desk: { news: boolean }): Flow<void> {
  let pause = growingPauses(LONGEST_PAUSE_MS);
  for (;;) {
    desk.news = false;
    const settled = yield* doing(() => m.parts.settleDispute(m, disputeId));
    if (settled.ignored || outcomeOf(settled.status) !== undefined) {
      if (!desk.news) return;
      continue;
    }
    if (yield* waiting(() => desk.news, m.clock.now + pause()))
      pause = growingPauses(LONGEST_PAUSE_MS);
  }
}
