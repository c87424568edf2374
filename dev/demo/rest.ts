import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './evidence/database';
import { readPlaces } from './evidence/places';
import type { Case } from './judge/dossier';

const QUIET_MS = 3_000;
const LOOK_MS = 500;

interface Patience {
  /** Events that may never come. */
  readonly mayMiss: readonly string[];
  readonly limitMs: number;
}

interface Places {
  readonly database: Database;
  readonly ownerUrl: string;
}

/**
 * Waits until nothing moves any more: every booking has come as far as it should, everything is
 * published, and for a while nothing has changed. Past the limit, things are judged as they are.
 */
export async function awaitRest(
  cases: readonly Case[],
  { database, ownerUrl }: Places,
  { mayMiss, limitMs }: Patience,
): Promise<'at rest' | 'still moving'> {
  const bookingIds = cases.map(({ booking }) => booking.bookingId);
  const giveUpAt = Date.now() + limitMs;
  let before = '';
  let quietSince = Date.now();
  while (Date.now() < giveUpAt) {
    const { payments, refunds, disputes, flags } = await database.read(bookingIds);
    const places = await readPlaces(ownerUrl);
    const kept = bookingIds.map((id) => places.get(id));
    const now = JSON.stringify([payments, refunds, disputes, flags, kept]);
    if (now !== before) quietSince = Date.now();
    before = now;
    const rows = new Map(payments.map((row) => [row.bookingId, row]));
    const done = cases.every(({ booking: { bookingId }, expected }) => {
      if (!expected) return true;
      const row = rows.get(bookingId);
      const certain = expected.events.filter(({ type }) => !mayMiss.includes(type));
      const told = (row?.sequence ?? 0) >= certain.length;
      const ended = row?.status === expected.bookingStatus;
      return told && ended && places.get(bookingId) === expected.place;
    });
    const left = await database.recordsLeft(bookingIds);
    if (left === 0 && done && Date.now() - quietSince > QUIET_MS) return 'at rest';
    await sleep(LOOK_MS);
  }
  return 'still moving';
}
