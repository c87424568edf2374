import type { DemoBooking } from '../booking';
import type { Database } from '../evidence/database';
import { NotYet, patiently } from './patience';

export interface Wanted {
  readonly booking?: string;
  readonly payment?: string;
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
      if (!row || !isAsWanted(row, wanted))
        throw new NotYet(row ? `it is ${row.booking}, ${row.payment}` : 'there is no such row');
      return { intentId: row.intentId ?? '' };
    });
  };
}

export type Until = ReturnType<typeof createWatch>;

type Standing = NonNullable<Awaited<ReturnType<Database['standing']>>>;

function isAsWanted(row: Standing, { booking, payment }: Wanted): boolean {
  if (booking !== undefined && row.booking !== booking) return false;
  return payment === undefined || row.payment === payment;
}

function wordsOf({ booking, payment }: Wanted): string {
  return [booking && `booking ${booking}`, payment && `payment ${payment}`]
    .filter(Boolean)
    .join(', ');
}
