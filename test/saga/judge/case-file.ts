import type { Database } from '../../../src/db/client';
import type {
  Booking,
  Charge as ChargeRow,
  Flag,
  Payment,
  Refund as RefundRow,
  Transition,
} from '../../../src/db/generated/client';
import type { Told } from '../rig/caller';
import type { Books, Charge, Dispute, Intent, Movement, Refund } from './books';

/** All that the database, Stripe's ledger and the callers know of one booking. */
export interface CaseFile {
  readonly bookingId: string;
  readonly paymentId: string;
  /** Undefined when the start was refused. */
  readonly booking?: Booking;
  readonly payment?: Payment;
  readonly chargeRows: readonly ChargeRow[];
  readonly refundRows: readonly RefundRow[];
  readonly transitions: readonly Transition[];
  readonly flags: readonly Flag[];
  readonly told: readonly Told[];
  /** The PaymentIntent on record. */
  readonly own?: Intent;
  /** All others that name the booking or its payment. */
  readonly others: readonly Intent[];
  readonly charges: readonly Charge[];
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  readonly movements: readonly Movement[];
  readonly story: Books['story'];
  /** Where the owner has it: held, confirmed, released. */
  readonly place?: string | undefined;
  /** What the rig's clock showed at an instant of real time. */
  readonly clockAt: (realMs: number) => number;
  /** Nothing was made to fail for this booking. */
  readonly healthy: boolean;
}

export interface Tried {
  readonly bookingId: string;
  readonly paymentId: string;
  readonly healthy?: boolean;
}

interface Sources {
  readonly placeOf?: (bookingId: string) => string | undefined;
  readonly db: Database;
  readonly books: Books;
  readonly told: readonly Told[];
  readonly clockAt: (realMs: number) => number;
}

export async function caseFiles(tried: readonly Tried[], sources: Sources): Promise<CaseFile[]> {
  const rows = await readRows(
    sources.db,
    tried.map(({ bookingId }) => bookingId),
  );
  const find = index(sources.books);
  const told = groupBy(sources.told, ({ bookingId }) => bookingId);
  return tried.map(({ bookingId, paymentId, healthy = false }) => {
    const row = rows.get(bookingId);
    const intents = find.intents(bookingId, paymentId);
    const own = intents.find(({ id }) => id === row?.payment?.stripePaymentIntentId);
    const { payment, flags = [], transitions = [], ...booking } = row ?? {};
    const { charges: chargeRows = [], refunds: refundRows = [], ...paymentRow } = payment ?? {};
    return {
      ...{ bookingId, paymentId, healthy, flags, transitions, chargeRows, refundRows },
      ...(row && { booking: booking as Booking }),
      ...(payment && { payment: paymentRow as Payment }),
      ...(own && { own }),
      others: intents.filter((intent) => intent !== own),
      ...find.ofIntents(intents),
      told: told.get(bookingId) ?? [],
      clockAt: sources.clockAt,
      place: sources.placeOf?.(bookingId),
    };
  });
}

async function readRows(db: Database, bookingIds: string[]) {
  const rows = await db.booking.findMany({
    where: { bookingId: { in: bookingIds } },
    include: {
      payment: { include: { charges: true, refunds: true } },
      transitions: { orderBy: { sequence: 'asc' } },
      flags: { where: { clearedAt: null } },
    },
  });
  return new Map(rows.map((row) => [row.bookingId, row]));
}

/** The ledger is long: everything is looked up by PaymentIntent, charge, refund or dispute once. */
function index({ intents, charges, refunds, disputes, movements, story }: Books) {
  const byBooking = groupBy(intents, ({ metadata }) => metadata['bookingId'] ?? '');
  const byPayment = groupBy(intents, ({ metadata }) => metadata['paymentId'] ?? '');
  const of = <T extends { payment_intent: string }>(all: readonly T[]) =>
    groupBy(all, ({ payment_intent }) => payment_intent);
  const at = { charges: of(charges), refunds: of(refunds), disputes: of(disputes) };
  const moments = groupBy(story, ({ object }) => object.payment_intent);
  const bySource = groupBy(movements, ({ source }) => source);
  return {
    intents: (bookingId: string, paymentId: string): Intent[] => [
      ...new Set([...(byBooking.get(bookingId) ?? []), ...(byPayment.get(paymentId) ?? [])]),
    ],
    ofIntents(these: readonly Intent[]) {
      const all = <T>(map: Map<string, T[]>) => these.flatMap(({ id }) => map.get(id) ?? []);
      const found = {
        charges: all(at.charges),
        refunds: all(at.refunds),
        disputes: all(at.disputes),
      };
      const sources = Object.values(found).flat();
      return {
        ...found,
        movements: sources.flatMap(({ id }) => bySource.get(id) ?? []),
        story: all(moments),
      };
    },
  };
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
