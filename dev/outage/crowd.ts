import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../kill/random';
import { planned, type Shop } from './customer';

const SECOND = 1_000;
/** So many seconds' customers in the shop at once mean that nobody is served any more. */
const FULL_AFTER_S = 60;

interface CrowdOptions {
  /** Part of every bookingId. */
  readonly name: string;
  readonly rate: number;
  readonly seed: number;
}

/** Customers come at a steady rate, however long those before them take. */
export function createCrowd(shop: Shop, { name, rate, seed }: CrowdOptions) {
  const random = seeded(seed);
  const inside = new Set<Promise<void>>();
  const troubles: string[] = [];
  let begun = 0;
  let turnedAway = 0;

  function begin(): void {
    const plan = planned(`${name}-${(begun += 1)}`, begun, random);
    const visit = shop(plan)
      .catch((error: unknown) => `${plan.bookingId}: ${String(error)}`)
      .then((trouble) => void (trouble !== undefined && troubles.push(trouble)))
      .finally(() => inside.delete(visit));
    inside.add(visit);
  }

  return {
    troubles,
    inside: () => inside.size,
    /** Whoever found the shop full: the machine cannot bear the rate. */
    turnedAway: () => turnedAway,

    /** A few first, so that nothing is cold when it counts. */
    async warmUp(count: number): Promise<void> {
      for (let n = 0; n < count; n += 1) begin();
      await Promise.all(inside);
    },

    /** Until it is enough; answers when all have gone. */
    async come(enough: AbortSignal): Promise<void> {
      const startedAt = Date.now();
      for (let n = 0; !enough.aborted; n += 1) {
        await sleep(Math.max(0, startedAt + (n * SECOND) / rate - Date.now()));
        if (inside.size < rate * FULL_AFTER_S) begin();
        else turnedAway += 1;
      }
      await Promise.all(inside);
    },
  };
}

export type Crowd = ReturnType<typeof createCrowd>;
