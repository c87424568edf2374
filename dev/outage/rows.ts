import { Pool } from 'pg';

export interface BookingRow {
  readonly bookingId: string;
  readonly status: string;
  readonly sequence: number;
  readonly createdAt: Date;
  /** When its confirmation was committed. */
  readonly confirmedAt: Date | null;
}

/** A committed record with the transition that it tells of. */
export interface RecordRow {
  readonly bookingId: string;
  readonly eventId: string;
  readonly sequence: number;
  readonly type: string;
  readonly committedAt: Date;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly publishedAt: Date | null;
}

interface Now {
  readonly bookings: number;
  readonly confirmed: number;
  readonly records: number;
  readonly waiting: number;
}

const BOOKINGS = `
  select b.booking_id as "bookingId", b.status::text as status, b.sequence,
    b.created_at as "createdAt",
    (select t.created_at from transitions t
      where t.aggregateid = b.booking_id and t.type = 'booking.confirmed') as "confirmedAt"
  from bookings b order by b.created_at`;

const RECORDS = `
  select r.booking_id as "bookingId", t.id::text as "eventId", t.sequence, t.type,
    t.created_at as "committedAt", r.topic, r.key, r.value, r.headers,
    r.published_at as "publishedAt"
  from event_records r join transitions t on t.id = r.transition_id order by r.id`;

const NOW = `
  select (select count(*)::int from bookings) as bookings,
    (select count(*)::int from bookings where status = 'CONFIRMED') as confirmed,
    (select count(*)::int from event_records) as records,
    (select count(*)::int from event_records where published_at is null) as waiting`;

const FLAGS = `select kind || ' of ' || booking_id as flag from flags where cleared_at is null`;

/** The database of the command's own stack: everything in it is this run's. Read only. */
export async function openRows(url: string) {
  const options = '-c default_transaction_read_only=on -c statement_timeout=60000';
  const pool = new Pool({ connectionString: url, max: 2, options });
  pool.on('error', () => undefined); // an idle connection that breaks is replaced by itself
  const all = async <T extends object>(query: string) => (await pool.query<T>(query)).rows;
  await all(NOW);
  return {
    now: async () => (await all<Now>(NOW))[0]!,
    bookings: () => all<BookingRow>(BOOKINGS),
    records: () => all<RecordRow>(RECORDS),
    flags: async () => (await all<{ flag: string }>(FLAGS)).map(({ flag }) => flag),
    close: () => pool.end(),
  };
}

export type Rows = Awaited<ReturnType<typeof openRows>>;
