import type { Database } from '../db/client';
import { beginEffect, nextGeneration, saveEffectError } from '../db/effects';
import { isSavedUnderKey, stripeFault } from '../stripe/errors';

const HOUR = 3_600_000;
/** Stripe forgets a key after 24 hours at the earliest; then the same key executes again. */
const KEY_LIFE_MS = 23 * HOUR;

/**
 * An effect at Stripe, at most once however often it is asked for (saga.md rule 1). The key is a
 * function of the effect and its stored generation. The generation moves on only when the old key
 * is of no more use (an error is saved under it, or it is too old) *and* `look` finds no effect.
 */
export function createEffects(db: Database, now: () => number = Date.now) {
  return async function once<T>(
    effect: string,
    act: (idempotencyKey: string) => Promise<T>,
    look: () => Promise<T | undefined>,
  ): Promise<T> {
    let row = await beginEffect(db, effect, new Date(now()));
    if (row.sentAt === null) throw new Error(`${effect} was ruled out`);
    const spent = now() - row.sentAt.getTime() > KEY_LIFE_MS;
    if (row.savedError !== null || spent) {
      const found = await look();
      if (found !== undefined) return found;
      row = await nextGeneration(db, row, new Date(now()));
    }
    try {
      return await act(`${effect}:${row.generation}`);
    } catch (error) {
      const fault = stripeFault(error);
      if (isSavedUnderKey(fault)) {
        const word = fault?.kind === 'refused' ? fault.code : 'api_error';
        await saveEffectError(db, row, word);
      }
      throw error;
    }
  };
}

export type Effects = ReturnType<typeof createEffects>;
