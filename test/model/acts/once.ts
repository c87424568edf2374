import { isSpent, keyOf } from '../../../src/domain/effect';
import { isSavedUnderKey } from '../../../src/stripe/errors';
import type { Model, Steps } from '../model';
import { NotYet, faultOf } from '../refusals';
import type { EffectRow } from '../rows';

/** src/activities/effects.ts and src/db/effects.ts. */
export function* once<T>(
  m: Model,
  effect: string,
  act: (key: string) => T,
  look: () => T | undefined,
): Steps<T> {
  const row = beginEffect(m, effect);
  yield;
  if (row.sentAt === null) throw new NotYet(`${effect} was ruled out`);
  let { generation } = row;
  if (isSpent(row, m.clock.now)) {
    const found = look();
    yield;
    if (found !== undefined) return found;
    generation = nextGeneration(m, effect, generation);
    yield;
  }
  try {
    const done = act(keyOf({ ...row, generation }));
    yield;
    return done;
  } catch (error) {
    const fault = faultOf(error);
    if (!isSavedUnderKey(fault)) throw error;
    yield;
    const now = m.rows.effects.get(effect)!;
    if (now.generation === generation)
      now.savedError = fault?.kind === 'refused' ? fault.code : 'api_error';
    yield;
    throw error;
  }
}

/** Marked as sent before Stripe is called; answers the row as it stood before. */
function beginEffect({ rows, clock }: Model, effect: string): EffectRow {
  const fresh = { effect, generation: 1, savedError: null, spentBy: null };
  if (!rows.effects.has(effect))
    rows.effects.set(effect, { ...fresh, sentAt: new Date(clock.now) });
  return { ...rows.effects.get(effect)! };
}

/** Of two who try at once one wins, and both then use the same generation. */
function nextGeneration({ rows, clock }: Model, effect: string, generation: number): number {
  const row = rows.effects.get(effect)!;
  if (row.generation === generation)
    rows.effects.set(effect, {
      effect,
      generation: generation + 1,
      sentAt: new Date(clock.now),
      savedError: null,
      spentBy: null,
    });
  return rows.effects.get(effect)!.generation;
}

/** Rules an effect out for good, unless it was sent before: then false. */
export function forgoEffect({ rows }: Model, effect: string): boolean {
  const row = { effect, generation: 1, sentAt: null, savedError: null, spentBy: null };
  if (!rows.effects.has(effect)) rows.effects.set(effect, row);
  return rows.effects.get(effect)!.sentAt === null;
}
