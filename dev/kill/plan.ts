import { shuffled, type Random } from './random';

export const VICTIMS = ['api', 'worker', 'consumer'] as const;

export type Victim = (typeof VICTIMS)[number];

export interface Kill {
  readonly victim: Victim;
  /** From the restart before. */
  readonly afterMs: number;
  /** How long nobody starts it again. */
  readonly downMs: number;
}

const LONGEST_PAUSE_MS = 3_000;
const LONGEST_DOWN_MS = 1_500;

/** Who is killed when: each process as often as the others, in an order and at moments by chance. */
export function planKills(each: number, random: Random): Kill[] {
  const victims = VICTIMS.flatMap((victim) => Array.from({ length: each }, () => victim));
  return shuffled(victims, random).map((victim) => ({
    victim,
    afterMs: Math.round(random() * LONGEST_PAUSE_MS),
    downMs: Math.round(random() * LONGEST_DOWN_MS),
  }));
}
