import type { Database, Tx } from './client';
import type { StripeEffect } from './generated/client';

/** Marks the effect as sent before Stripe is called; answers the row as it stood before. */
export async function beginEffect(db: Database, effect: string, now: Date): Promise<StripeEffect> {
  const made = await db.stripeEffect.createManyAndReturn({
    data: { effect, sentAt: now },
    skipDuplicates: true,
  });
  return made[0] ?? (await db.stripeEffect.findUniqueOrThrow({ where: { effect } }));
}

/** Moves a key on. Of two who try at once one wins, and both then use the same generation. */
export async function nextGeneration(
  db: Database,
  { effect, generation }: { effect: string; generation: number },
  now: Date,
): Promise<StripeEffect> {
  await db.stripeEffect.updateMany({
    where: { effect, generation },
    data: { generation: generation + 1, sentAt: now, savedError: null, spentBy: null },
  });
  return db.stripeEffect.findUniqueOrThrow({ where: { effect } });
}

export async function saveEffectError(
  db: Database,
  { effect, generation }: { effect: string; generation: number },
  savedError: string,
): Promise<void> {
  await db.stripeEffect.updateMany({ where: { effect, generation }, data: { savedError } });
}

/** Whatever generation it has: its key is of no more use. */
export async function spendKey(tx: Tx, effect: string, savedError: string): Promise<void> {
  await tx.stripeEffect.updateMany({ where: { effect }, data: { savedError } });
}

/** Rules an effect out for good, unless it was sent before: then false. */
export async function forgoEffect(db: Database, effect: string): Promise<boolean> {
  await db.stripeEffect.createMany({ data: { effect, sentAt: null }, skipDuplicates: true });
  return (await db.stripeEffect.count({ where: { effect, sentAt: null } })) > 0;
}

export async function effectOf(db: Database, effect: string): Promise<StripeEffect | null> {
  return db.stripeEffect.findUnique({ where: { effect } });
}

/**
 * Stripe has answered this request for good: its repeat gets the answer, the next one a new key. A
 * late word about an earlier generation says nothing of the present one.
 */
export async function spendKeyBy(
  db: Database,
  { effect, generation }: { effect: string; generation: number },
  spentBy: string,
  answer: object,
): Promise<void> {
  const data = { spentBy, savedError: JSON.stringify(answer) };
  await db.stripeEffect.updateMany({ where: { effect, generation }, data });
}
