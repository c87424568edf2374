import { createDatabase, type Database } from '../../src/db/client';
import { createEventRecords } from '../../src/db/event-records';
import { eventIdOf } from '../../src/domain/ids';
import { freshDatabase } from '../support/postgres';
import startPostgres from '../support/setup/postgres';
import { stopAll } from '../support/setup/started';

export interface OutboxTable {
  db: Database;
  records: ReturnType<typeof createEventRecords>;
  /** Adds the booking's next transition with one record per topic, as one transaction does. */
  commit(bookingId: string, topics: readonly string[], more?: Partial<Committed>): Promise<void>;
  close(): Promise<void>;
}

interface Committed {
  value: string;
  ageMs: number;
}

/** The outbox in a real PostgreSQL, of its own because this jest project has none. */
export async function openOutboxTable(): Promise<OutboxTable> {
  await startPostgres();
  const { url } = await freshDatabase();
  const db = createDatabase(url);
  return {
    db,
    records: createEventRecords(db),
    commit: (bookingId, topics, more) => commit(db, bookingId, topics, more),
    async close() {
      await db.$disconnect();
      await stopAll();
    },
  };
}

async function commit(
  db: Database,
  bookingId: string,
  topics: readonly string[],
  { value, ageMs = 0 }: Partial<Committed> = {},
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { sequence } = await tx.booking.upsert({
      where: { bookingId },
      create: { ...newBooking(bookingId), sequence: 1 },
      update: { sequence: { increment: 1 } },
    });
    const eventId = eventIdOf(bookingId, 'payment.processing', String(sequence));
    await tx.transition.create({
      data: {
        id: eventId,
        aggregateid: bookingId,
        sequence,
        type: 'payment.processing',
        payload: {},
        createdAt: new Date(Date.now() - ageMs),
      },
    });
    await tx.eventRecord.createMany({
      data: topics.map((topic) => ({
        transitionId: eventId,
        bookingId,
        sequence,
        topic,
        key: bookingId,
        value: value ?? JSON.stringify({ bookingId, sequence }),
        headers: { ce_id: eventId, ce_sequence: String(sequence).padStart(10, '0') },
      })),
    });
  });
}

function newBooking(bookingId: string) {
  return {
    bookingId,
    userId: 'usr-77',
    amountMinor: 12990,
    currency: 'eur',
    expiresAt: new Date(),
    bindings: ['dreamscape'],
    correlationId: bookingId,
    workflowId: `booking-${bookingId}`,
  };
}
