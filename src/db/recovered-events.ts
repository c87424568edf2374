import type { Database } from './client';

const RECOVERED = { source: 'backfill' };

/** Which of these events the inbox has already. */
export async function knownEvents(
  db: Database,
  stripeEventIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.stripeEvent.findMany({
    where: { stripeEventId: { in: [...stripeEventIds] } },
    select: { stripeEventId: true },
  });
  return new Set(rows.map(({ stripeEventId }) => stripeEventId));
}

/** Events that no webhook has brought, but a backfill. */
export async function countRecovered(db: Database): Promise<number> {
  return db.stripeEvent.count({ where: RECOVERED });
}

/** Those of them that have not reached their workflow yet. */
export async function countUndelivered(db: Database): Promise<number> {
  return db.stripeEvent.count({ where: { ...RECOVERED, deliveredAt: null } });
}
