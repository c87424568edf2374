import { Pool } from 'pg';
import * as queries from './queries';
import type {
  ChargeRow,
  DisputeRow,
  FlagRow,
  Ordered,
  PaymentRow,
  RefundRow,
  StandingRow,
  TransitionRow,
} from './rows';

/** The product's database, which nothing here can write to. */
export async function connectDatabase(url: string) {
  const options = '-c default_transaction_read_only=on -c statement_timeout=20000';
  const pool = new Pool({ connectionString: url, max: 4, options });
  pool.on('error', () => undefined); // an idle connection that breaks is replaced by itself
  await pool.query('select 1');

  async function of<T extends object>(query: string, bookingIds: readonly string[]): Promise<T[]> {
    return (await pool.query<T>(query, [bookingIds])).rows;
  }

  return {
    async read(bookingIds: readonly string[]) {
      const [payments, charges, refunds, disputes, transitions, flags] = await Promise.all([
        of<PaymentRow>(queries.PAYMENTS, bookingIds),
        of<ChargeRow>(queries.CHARGES, bookingIds),
        of<RefundRow>(queries.REFUNDS, bookingIds),
        of<DisputeRow>(queries.DISPUTES, bookingIds),
        of<TransitionRow>(queries.TRANSITIONS, bookingIds),
        of<FlagRow>(queries.FLAGS, bookingIds),
      ]);
      return { payments, charges, refunds, disputes, transitions, flags };
    },

    /** How many records of these bookings Kafka has not been given yet. */
    async recordsLeft(bookingIds: readonly string[]): Promise<number> {
      return (await of<{ left: number }>(queries.RECORDS_LEFT, bookingIds))[0]?.left ?? 0;
    },

    async standing(bookingId: string): Promise<StandingRow | undefined> {
      return (await of<StandingRow>(queries.STANDING, [bookingId]))[0];
    },

    /** All that there are, oldest first: for a judge of somebody else's run. */
    async everyBooking(): Promise<Ordered[]> {
      return (await pool.query<Ordered>(queries.EVERY_BOOKING)).rows;
    },

    close: () => pool.end(),
  };
}

export type Database = Awaited<ReturnType<typeof connectDatabase>>;
export type Rows = Awaited<ReturnType<Database['read']>>;
