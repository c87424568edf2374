import type { Database } from '../db/client';
import { beginEffect, nextGeneration, saveEffectError } from '../db/effects';
import { isSpent, keyOf } from '../domain/effect';
import { isSavedUnderKey, stripeFault } from '../stripe/errors';

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
    if (isSpent(row, now())) {
      const found = await look();
      if (found !== undefined) return found;
      row = await nextGeneration(db, row, new Date(now()));
    }
    try {
      return await act(keyOf(row));
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
