import { readBooks } from './judge/books';
import { caseFiles } from './judge/case-file';
import { keptMinor, wasTaken } from './judge/money';
import type { Order } from './rig/orders';
import type { Rig } from './rig/rig';

/** Where a booking's money is by Stripe's ledger, and what was sent to Stripe for it. */
export async function moneyOf({ stripe, db, caller, clock }: Rig, booking: Order) {
  const books = readBooks(stripe.ledgerText());
  const sources = { db, books, told: caller.told, clockAt: clock.at };
  const [file] = await caseFiles([booking], sources);
  const { own, others, charges, refunds } = file!;
  const all = [...(own ? [own] : []), ...others];
  const ours = (key: string | null) => key?.includes(`:${booking.paymentId}:`) ?? false;
  return {
    /** What is left of all that was taken, strays included. */
    kept: keptMinor(
      file!,
      all.map(({ id }) => id),
    ),
    charges: charges.filter(wasTaken).length,
    refunds: refunds.map(({ amount, status }) => ({ amount, status })),
    /** The keys under which PaymentIntents of ours came to be. */
    made: all.map(({ key }) => key).filter(ours),
    /** Every key that was sent for it, replays included. */
    keysSent: stripe.keysSent().filter(ours),
  };
}

export async function typesOf({ db }: Rig, { bookingId }: Order): Promise<string[]> {
  const rows = await db.transition.findMany({
    where: { aggregateid: bookingId },
    orderBy: { sequence: 'asc' },
  });
  return rows.map(({ type }) => type);
}
