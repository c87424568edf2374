import type { Database } from './client';
import type { RenderedRecord } from './transitions';

/** A record of the outbox, as it goes to Kafka. */
export interface UnpublishedRecord extends RenderedRecord {
  id: bigint;
  /** Whose order it keeps: a booking, or a subscription's set-up. */
  of: string;
}

export type EventRecords = ReturnType<typeof createEventRecords>;

/** The outbox: what was rendered with its transition and Kafka has not acknowledged yet. */
export function createEventRecords(db: Database) {
  return {
    /** Each booking's in the order in which they must appear. */
    async unpublishedOf(bookingIds: readonly string[]): Promise<UnpublishedRecord[]> {
      const rows = await db.eventRecord.findMany({
        where: { bookingId: { in: [...bookingIds] }, publishedAt: null },
        orderBy: [{ sequence: 'asc' }, { id: 'asc' }],
        select: { id: true, bookingId: true, topic: true, key: true, value: true, headers: true },
      });
      return rows.map(({ bookingId: of, ...row }) => ({
        ...row,
        of,
        headers: row.headers as Record<string, string>,
      }));
    },

    /** One page of the bookings with records older than that; the next comes `after` its last. */
    async overdueBookings(before: Date, limit: number, after = ''): Promise<string[]> {
      const rows = await db.$queryRaw<{ bookingId: string }[]>`
        SELECT DISTINCT record.booking_id AS "bookingId"
        FROM event_records record JOIN transitions ON transitions.id = record.transition_id
        WHERE record.published_at IS NULL AND record.booking_id > ${after}
          AND transitions.created_at < ${before}
        ORDER BY record.booking_id LIMIT ${limit}`;
      return rows.map((row) => row.bookingId);
    },

    async markPublished(ids: readonly bigint[]): Promise<void> {
      const where = { id: { in: [...ids] }, publishedAt: null };
      await db.eventRecord.updateMany({ where, data: { publishedAt: new Date() } });
    },

    /** How many records wait, and since when the oldest does. */
    async backlog(): Promise<{ count: number; oldestAt: Date | undefined }> {
      const where = { publishedAt: null };
      const [count, oldest] = await Promise.all([
        db.eventRecord.count({ where }),
        db.eventRecord.findFirst({
          where,
          orderBy: { transition: { createdAt: 'asc' } },
          select: { transition: { select: { createdAt: true } } },
        }),
      ]);
      return { count, oldestAt: oldest?.transition.createdAt };
    },
  };
}
