import { cursorPosition, moveCursor } from '../db/stripe-cursors';
import { emptyTally, type CatchUp } from '../domain/scan-tally';
import type { Logger } from '../logger';
import { EVENTS_KEPT_MS } from '../stripe/events';
import { createScan, type OnProgress, type ScanDependencies } from './scan';

const CURSOR = 'webhook-backfill';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** As long as Stripe itself tries to deliver. */
const FIRST_LOOK_MS = 72 * HOUR;
/** Stripe's list may lag behind, and its clock may differ from ours. */
const OVERLAP_MS = 10 * MINUTE;
/** What happened just now is not lost: its webhook is on the way. */
const ON_THE_WAY_MS = 2 * MINUTE;
/** A scan of this much is completed before the cursor moves; one that is killed repeats no more. */
const SLICE_MS = 6 * HOUR;

/** Where the next scan begins, and what it comes too late for. */
export interface Plan {
  since: Date;
  until: Date;
  lost?: { since: Date; until: Date };
}

export interface BackfillDependencies extends ScanDependencies {
  /** Milliseconds, as `Date.now`. */
  now: () => number;
  logger: Logger;
}

/** Finds what webhooks have not brought: in any range, or on from where the last scan ended. */
export function createBackfill({ now, logger, ...deps }: BackfillDependencies) {
  const { db } = deps;
  const scan = createScan(deps);

  async function plan(): Promise<Plan> {
    const until = now() - ON_THE_WAY_MS;
    const forgotten = now() - EVENTS_KEPT_MS;
    const position = (await cursorPosition(db, CURSOR))?.getTime();
    const begin = position === undefined ? now() - FIRST_LOOK_MS : Math.min(position, until);
    return {
      since: wholeSecond(Math.max(begin - OVERLAP_MS, forgotten)),
      until: wholeSecond(until),
      ...(begin < forgotten && { lost: { since: new Date(begin), until: new Date(forgotten) } }),
    };
  }

  /** In slices, oldest first. The cursor moves after each: whoever takes over goes on from there. */
  async function catchUp(onProgress?: OnProgress, forMs = Infinity): Promise<CatchUp> {
    const { since, until, lost } = await plan();
    if (lost) logger.error({ lost }, 'events of this time are lost: Stripe keeps them for 30 days');
    const over = now() + forMs;
    let tally = emptyTally();
    let from = since;
    while (from < until && now() < over) {
      const to = new Date(Math.min(from.getTime() + SLICE_MS, until.getTime()));
      const options = { tally, ...(onProgress && { onProgress }) };
      tally = await scan({ since: from, until: to }, options);
      await moveCursor(db, CURSOR, to);
      from = to;
    }
    if (tally.recovered > 0) logger.warn({ recovered: tally.recovered }, 'lost webhooks recovered');
    return {
      ...tally,
      since: since.toISOString(),
      until: from.toISOString(),
      complete: from >= until,
      ...(lost && {
        lost: { since: lost.since.toISOString(), until: lost.until.toISOString() },
      }),
    };
  }

  return { scan, plan, catchUp };
}

export type Backfill = ReturnType<typeof createBackfill>;

function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1_000) * 1_000);
}
