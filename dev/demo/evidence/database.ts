import { Pool } from 'pg';
import { FLAGS, PAYMENTS, RECORDS_LEFT, REFUNDS, STANDING, TRANSITIONS } from './queries';

/** Rows as the judge reads them; what it does not read it does not select. */
export interface PaymentRow {
  readonly bookingId: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly sequence: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paymentId: string;
  readonly paymentNumber: number;
  readonly paymentStatus: string;
  readonly intentId: string | null;
}

export interface RefundRow {
  readonly bookingId: string;
  readonly refundId: string;
  readonly stripeRefundId: string | null;
  readonly amountMinor: number;
  readonly status: string;
  readonly attempt: number;
  readonly requestedBy: string;
}

export interface TransitionRow {
  readonly bookingId: string;
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

export interface FlagRow {
  readonly bookingId: string;
  readonly kind: string;
}

export interface StandingRow {
  readonly booking: string;
  readonly payment: string;
  readonly intentId: string | null;
}

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
      const [payments, refunds, transitions, flags] = await Promise.all([
        of<PaymentRow>(PAYMENTS, bookingIds),
        of<RefundRow>(REFUNDS, bookingIds),
        of<TransitionRow>(TRANSITIONS, bookingIds),
        of<FlagRow>(FLAGS, bookingIds),
      ]);
      return { payments, refunds, transitions, flags };
    },

    /** How many records of these bookings Kafka has not been given yet. */
    async recordsLeft(bookingIds: readonly string[]): Promise<number> {
      return (await of<{ left: number }>(RECORDS_LEFT, bookingIds))[0]?.left ?? 0;
    },

    async standing(bookingId: string): Promise<StandingRow | undefined> {
      return (await of<StandingRow>(STANDING, [bookingId]))[0];
    },

    close: () => pool.end(),
  };
}

export type Database = Awaited<ReturnType<typeof connectDatabase>>;
export type Rows = Awaited<ReturnType<Database['read']>>;
