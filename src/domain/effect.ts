/** An effect at Stripe, as its row has it. */
export interface StoredEffect {
  effect: string;
  /** Starts at 1. */
  generation: number;
  /** When its present key was first used; null when it was ruled out for good. */
  sentAt: Date | null;
  /** What Stripe saved under that key, where it was an error. */
  savedError: string | null;
}

const HOUR = 3_600_000;
/** Stripe forgets a key after 24 hours at the earliest; then the same key executes again. */
const KEY_LIFE_MS = 23 * HOUR;

/** A function of business ids, the step and the stored generation, and of nothing else. */
export function keyOf({ effect, generation }: StoredEffect): string {
  return `${effect}:${generation}`;
}

export function generationOf(key: string): number {
  return Number(key.slice(key.lastIndexOf(':') + 1));
}

/**
 * The key is of no more use: an error is saved under it, or it is too old. Its next generation may
 * be used, once a look at Stripe has shown that the effect is absent (saga.md rule 1).
 */
export function isSpent({ sentAt, savedError }: StoredEffect, nowMs: number): boolean {
  return savedError !== null || (sentAt !== null && nowMs - sentAt.getTime() > KEY_LIFE_MS);
}
