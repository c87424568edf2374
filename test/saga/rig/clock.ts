import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { ActivityCount } from './activity-count';

const MINUTE = 60_000;
const LOOK_MS = 250;
/** Nothing is under way for so long, and yet time stands still: the server has lost count. */
const IDLE_MS = 5_000;
const MOST_RELEASES = 10;

export class TimeStandsStill extends Error {}

/** Answers how far the simulator's clock is ahead of real time from now on. */
export type MoveStripe = (aheadSeconds: number) => Promise<void>;

/**
 * One time for Temporal, the activities and Stripe. It runs like real time and jumps when the
 * server skips: each activity tells how late it is, and the others follow. It is never ahead of the
 * server, so whatever is early by it is early.
 */
export function createClock(
  env: TestWorkflowEnvironment,
  moveStripe: MoveStripe,
  activity: ActivityCount,
) {
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

  /**
   * The test server holds its time while a task is under way, and forgets to let go of one whose
   * run was terminated or that took too long on a busy machine. Then we let go in its place.
   */
  async function releaseTime(asleep: AbortSignal): Promise<void> {
    let releases = 0;
    for (let idleMs = 0; !asleep.aborted; idleMs += LOOK_MS) {
      const begun = activity.begun();
      await pause(LOOK_MS);
      if (activity.running() > 0 || activity.begun() !== begun) idleMs = 0;
      if (idleMs < IDLE_MS || asleep.aborted) continue;
      if ((releases += 1) > MOST_RELEASES) throw new TimeStandsStill('the server skips no time');
      await env.connection.testService?.unlockTimeSkipping({});
      idleMs = 0;
    }
  }

  /** What we let go of may have been let go of twice; then time would run away between two skips. */
  async function holdTime(): Promise<void> {
    const before = await env.currentTimeMs();
    await pause(LOOK_MS / 5);
    if ((await env.currentTimeMs()) - before > MINUTE)
      await env.connection.testService?.lockTimeSkipping({});
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
      await holdTime();
      const asleep = new AbortController();
      const sleeping = env.sleep(ms).finally(() => asleep.abort());
      await Promise.race([sleeping, releaseTime(asleep.signal)]);
      await sleeping;
      await follow(await env.currentTimeMs());
    },
  };
}

export type Clock = ReturnType<typeof createClock>;
