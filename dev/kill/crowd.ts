import { setTimeout as sleep } from 'node:timers/promises';
import { newBooking, type DemoBooking } from '../demo/booking';
import { isSlow } from '../demo/choice';
import { drive } from '../demo/drive';
import type { Ending } from '../demo/endings/ending';
import type { OpenStage } from '../demo/stage/stage';
import { shuffled, type Random } from './random';

export interface CrowdOptions {
  readonly run: string;
  readonly endings: readonly Ending[];
  readonly random: Random;
  readonly atOnce: number;
  readonly gapMs: number;
  readonly say: (line: string) => void;
}

/** Keeps customers coming, every ending in turn, so that there is always something to disturb. */
export function createCrowd(stage: OpenStage, options: CrowdOptions) {
  const { run, endings, random, atOnce, gapMs, say } = options;
  const bookings: DemoBooking[] = [];
  const under = new Map<DemoBooking, Promise<void>>();
  // Those who wait for the deadline first: everything else happens in the meantime.
  let coming = shuffled(endings, random).sort((a, b) => Number(isSlow(b)) - Number(isSlow(a)));

  function begin(): void {
    if (coming.length === 0) coming = shuffled(endings, random);
    const booking = newBooking(coming.shift()!, run, bookings.length + 1);
    bookings.push(booking);
    const driven = drive(booking, stage, (line) => booking.trouble && say(line));
    under.set(
      booking,
      driven.finally(() => under.delete(booking)),
    );
  }

  /** Waiting for a deadline costs nobody anything. */
  const busy = () => [...under.keys()].filter(({ ending }) => !isSlow(ending)).length;

  return {
    bookings,

    /** Until it is enough and every ending has had its turn; answers when all have gone. */
    async come(enough: AbortSignal): Promise<void> {
      while (!enough.aborted || bookings.length < endings.length) {
        if (busy() < atOnce) begin();
        await sleep(gapMs);
      }
      await Promise.all(under.values());
    },

    /** How many are doing what at this moment. */
    inFlight(): string {
      const steps = new Map<string, number>();
      for (const { step } of under.keys()) steps.set(step, (steps.get(step) ?? 0) + 1);
      return [...steps].map(([step, count]) => `${count} ${step}`).join(', ') || 'nothing';
    },
  };
}

export type Crowd = ReturnType<typeof createCrowd>;
