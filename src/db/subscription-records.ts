import type { Database, Tx } from './client';
import type { EventRecords } from './event-records';
import type { RenderedRecord } from './transitions';

/** Must be in the transaction that changes the subscription's row, and in order. */
export async function insertRecords(
  tx: Tx,
  setupId: string,
  stripeEventId: string,
  records: readonly RenderedRecord[],
): Promise<void> {
  for (const record of records)
    await tx.subscriptionRecord.create({ data: { setupId, stripeEventId, ...record } });
}

/** The outbox of subscriptions; to whoever drains it, a subscription stands where a booking does. */
export function createSubscriptionRecords(db: Database): EventRecords {
  return {
    async unpublishedOf(setupIds) {
      const rows = await db.subscriptionRecord.findMany({
        where: { setupId: { in: [...setupIds] }, publishedAt: null },
        orderBy: { id: 'asc' },
        select: { id: true, setupId: true, topic: true, key: true, value: true, headers: true },
      });
      return rows.map(({ setupId: of, ...row }) => ({
        ...row,
        of,
        headers: row.headers as Record<string, string>,
      }));
    },

    async overdueBookings(before, limit, after = '') {
      const rows = await db.$queryRaw<{ setupId: string }[]>`
        SELECT DISTINCT setup_id AS "setupId" FROM subscription_records
        WHERE published_at IS NULL AND setup_id > ${after} AND created_at < ${before}
        ORDER BY setup_id LIMIT ${limit}`;
      return rows.map(({ setupId }) => setupId);
    },

    async markPublished(ids) {
      const where = { id: { in: [...ids] }, publishedAt: null };
      await db.subscriptionRecord.updateMany({ where, data: { publishedAt: new Date() } });
    },

    async backlog() {
      const { _count: count, _min } = await db.subscriptionRecord.aggregate({
        where: { publishedAt: null },
        _count: true,
        _min: { createdAt: true },
      });
      return { count, oldestAt: _min.createdAt ?? undefined };
    },
  };
}
