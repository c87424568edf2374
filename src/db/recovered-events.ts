import type { Database } from './client';

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

/** Events that a backfill has brought, for no webhook had; and those that still wait for delivery. */
export async function recoveredEvents(
  db: Database,
): Promise<{ recovered: number; undelivered: number }> {
  const [counts] = await db.$queryRaw<[{ recovered: number; undelivered: number }]>`
    SELECT count(*)::int AS recovered,
      (count(*) FILTER (WHERE delivered_at IS NULL))::int AS undelivered
    FROM stripe_events WHERE source = 'backfill'`;
  return counts;
}
