import { readBooks, type Books } from './judge/books';
import { caseFiles, type CaseFile, type Tried } from './judge/case-file';
import { intentFirst, onePayment } from './judge/intents';
import { conservation, paidInFull } from './judge/money';
import { inTime, oneStory, path } from './judge/path';
import { place } from './judge/place';
import { oncePerKey, refunds } from './judge/refunds';
import { totals } from './judge/totals';
import { truth } from './judge/truth';
import type { Violation } from './judge/violation';
import type { Rig } from './rig/rig';

const OF_ONE_BOOKING = [
  conservation,
  paidInFull,
  intentFirst,
  onePayment,
  refunds,
  path,
  oneStory,
  truth,
  inTime,
  place,
];

/** Everything that is wrong with these bookings, by Stripe's ledger and the database. */
export function judge(files: readonly CaseFile[], books: Books): Violation[] {
  const found = OF_ONE_BOOKING.flatMap((check) => files.flatMap(check));
  return [...found, ...totals(files), ...oncePerKey(files, books)];
}

/** The bookings of a rig, all of them unless some are named. */
export async function judged(rig: Rig, tried: readonly Tried[] = rig.bookings) {
  const books = readBooks(rig.stripe.ledgerText());
  const { db, caller, clock, house } = rig;
  const files = await caseFiles(tried, {
    ...{ db, books, told: caller.told },
    ...{ clockAt: clock.at, placeOf: house.placeOf },
  });
  return { files, books, violations: judge(files, books) };
}
