import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 2_000;

/** What a caller may hope for on the next try. */
export class NotYet extends Error {}

/** Tries until it works, as a careful caller does; only `NotYet` is tried again. */
export async function patiently<T>(
  what: string,
  limitMs: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const giveUpAt = Date.now() + limitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.6)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      if (Date.now() + pauseMs > giveUpAt)
        throw new Error(`gave up on ${what} after ${limitMs / 1_000} s: ${error.message}`);
      await pause(pauseMs);
    }
  }
}
