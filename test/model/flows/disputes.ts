import type { Model } from '../model';
import { dispute } from './dispute';

/** The client's side of `dispute` (src/temporal/disputes.ts): news starts it where none runs. */
export function createDisputeFlows(m: Model) {
  const runs = new Map<string, { desk: { news: boolean }; run: { closed: boolean } }>();
  return {
    tell(disputeId: string): void {
      const known = runs.get(disputeId);
      if (known && !known.run.closed) {
        known.desk.news = true;
        return;
      }
      const desk = { news: true };
      runs.set(disputeId, { desk, run: m.runner.start(dispute(m, disputeId, desk)) });
    },
  };
}

export type DisputeFlows = ReturnType<typeof createDisputeFlows>;
