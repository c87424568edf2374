import { Context } from '@temporalio/activity';
import type { CatchUp, Tally } from '../domain/scan-tally';

const MINUTE = 60_000;
/** Then it ends where it has come to, and the next run goes on. */
const RUN_FOR_MS = 20 * MINUTE;

interface Backfill {
  catchUp: (onProgress: (tally: Tally) => void, forMs: number) => Promise<CatchUp>;
}

/** Scans Stripe's events from where the last scan ended (saga.md rule 4). */
export function createWebhookBackfill({ catchUp }: Backfill) {
  return {
    async backfillWebhooks(): Promise<CatchUp> {
      const context = Context.current();
      return catchUp(({ types: _, ...progress }) => {
        context.heartbeat(progress);
        context.cancellationSignal.throwIfAborted(); // the worker stops, or a person has cancelled
      }, RUN_FOR_MS);
    },
  };
}
