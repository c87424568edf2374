import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

/** Of real time. Longer is not slowness: something holds the server's time for good. */
const SKIPS_WITHIN_MS = 120_000;

export class TimeStandsStill extends Error {}

/** Answers how far the simulator's clock is ahead of real time from now on. */
export type MoveStripe = (aheadSeconds: number) => Promise<void>;

/**
 * One time for Temporal, the activities and Stripe. It runs like real time and jumps when the
 * server skips: each activity tells how late it is, and the others follow. It is never ahead of the
 * server, so whatever is early by it is early.
 */
export function createClock(env: TestWorkflowEnvironment, moveStripe: MoveStripe) {
  const jumps = [{ atMs: 0, aheadMs: 0 }];
  let stripe = { aheadSeconds: 0, moved: Promise.resolve() };

  const aheadMs = () => jumps.at(-1)!.aheadMs;

  /** Resolves when Stripe's clock has followed. */
  function follow(serverMs: number): Promise<void> {
    const atMs = Date.now();
    if (serverMs - atMs > aheadMs()) jumps.push({ atMs, aheadMs: serverMs - atMs });
    const aheadSeconds = Math.floor(aheadMs() / 1_000);
    if (aheadSeconds > stripe.aheadSeconds)
      stripe = {
        aheadSeconds,
        moved: stripe.moved.then(() => moveStripe(aheadSeconds)),
      };
    return stripe.moved;
  }

  const interceptor: ActivityInboundCallsInterceptor = {
    async execute(input, next) {
      await follow(Context.current().info.currentAttemptScheduledTimestampMs);
      return next(input);
    },
  };

  return {
    interceptor,
    now: () => Date.now() + aheadMs(),
    /** What the clock showed at an instant of real time. */
    at(realMs: number): number {
      const jump = jumps.findLast(({ atMs }) => atMs <= realMs);
      return realMs + (jump?.aheadMs ?? 0);
    },
    /** Timers that fall due on the way fire at their time; what they start is done before it goes on. */
    async skip(ms: number): Promise<void> {
      const sleeping = new AbortController();
      const late = pause(SKIPS_WITHIN_MS, undefined, { signal: sleeping.signal }).then(() => {
        throw new TimeStandsStill(`${ms} ms were not skipped in ${SKIPS_WITHIN_MS} ms`);
      });
      late.catch(() => undefined); // it lost the race
      await Promise.race([env.sleep(ms), late]).finally(() => sleeping.abort());
      await follow(await env.currentTimeMs());
    },
  };
}

export type Clock = ReturnType<typeof createClock>;
