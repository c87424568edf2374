import type { DemoBooking } from '../booking';
import type { Database } from '../evidence/database';
import type { StandingRow } from '../evidence/rows';
import { NotYet, patiently } from './patience';

export interface Wanted {
  readonly booking?: string;
  readonly payment?: string;
  /** How its latest dispute stands, by Stripe's word. */
  readonly dispute?: string;
  /** How its latest refund stands. */
  readonly refund?: string;
}

const PATIENCE_MS = 180_000;

/**
 * Waits until a booking stands as a person would wait to see it before going on. What the customer
 * does next depends on it; the verdict does not.
 */
export function createWatch(database: Database) {
  return async function until(
    booking: DemoBooking,
    wanted: Wanted,
    moreMs = 0,
    patienceMs = PATIENCE_MS,
  ): Promise<{ readonly intentId: string }> {
    booking.step = `waiting for ${wordsOf(wanted)}`;
    return patiently(booking.step, patienceMs + moreMs, async () => {
      const row = await database.standing(booking.bookingId);
      if (!row) throw new NotYet('there is no such row');
      const now = wantedOf(row);
      const names = Object.keys(wanted) as (keyof Wanted)[];
      if (names.some((name) => now[name] !== wanted[name]))
        throw new NotYet(`it has ${wordsOf(now)}`);
      return { intentId: row.intentId ?? '' };
    });
  };
}

export type Until = ReturnType<typeof createWatch>;

function wantedOf({ booking, payment, disputes, refunds }: StandingRow): Wanted {
  const [dispute, refund] = [disputes.at(-1), refunds.at(-1)];
  return { booking, payment, ...(dispute && { dispute }), ...(refund && { refund }) };
}

function wordsOf(wanted: Wanted): string {
  return Object.entries(wanted)
    .map(([name, status]) => `${name} ${String(status)}`)
    .join(', ');
}
