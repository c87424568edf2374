import type { SubscriptionEvent } from '../domain/subscription-news';
import type { Database, Tx } from './client';

/** More than these are for the next reading. */
export const EVENTS_AT_ONCE = 50;

/** Verified events of a subscription that nobody has taken account of, oldest first. */
export async function freshEvents(
  db: Database,
  stripeSubscriptionId: string,
): Promise<SubscriptionEvent[]> {
  return db.stripeEvent.findMany({
    where: { subscriptionId: stripeSubscriptionId, appliedAt: null },
    orderBy: [{ createdAt: 'asc' }, { receivedAt: 'asc' }, { stripeEventId: 'asc' }],
    take: EVENTS_AT_ONCE,
    select: { stripeEventId: true, type: true, objectId: true, createdAt: true },
  });
}

/** In the transaction that tells of them, under the lock of their subscription's row. */
export async function applyEvents(
  tx: Tx,
  stripeEventIds: readonly string[],
  appliedAt: Date,
): Promise<void> {
  const where = { stripeEventId: { in: [...stripeEventIds] } };
  await tx.stripeEvent.updateMany({ where, data: { appliedAt } });
}
