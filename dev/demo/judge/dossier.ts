import type { Expectation } from '../endings/ending';
import type { Rows } from '../evidence/database';
import type { KafkaRecord } from '../evidence/kafka-log';
import * as ledger from '../evidence/ledger';
import type * as rows from '../evidence/rows';
import type { Tried } from '../tried';
import { opened, type OpenedRecord } from './opened-record';

/** All that Stripe's ledger, the database, Kafka and the owner's inventory say. */
export interface Evidence {
  readonly changes: readonly ledger.Change[];
  readonly rows: Rows;
  readonly records: readonly KafkaRecord[];
  readonly places: ReadonlyMap<string, string>;
  /** When it was gathered. */
  readonly readAt: number;
}

/** The same for one booking, with what is expected of it. */
export interface Dossier {
  readonly booking: Tried;
  /** Without one, only what holds of every booking is judged. */
  readonly expected?: Expectation;
  readonly readAt: number;
  readonly payment: rows.PaymentRow | undefined;
  readonly transitions: readonly rows.TransitionRow[];
  readonly chargeRows: readonly rows.ChargeRow[];
  readonly refunds: readonly rows.RefundRow[];
  readonly disputes: readonly rows.DisputeRow[];
  readonly flags: readonly rows.FlagRow[];
  readonly place: string | undefined;
  /** Records in the order of each partition. */
  readonly records: readonly OpenedRecord[];
  readonly changes: readonly ledger.Change[];
  /** The booking's one PaymentIntent; all others that name its payment are `strays`. */
  readonly own: ledger.Intent | undefined;
  readonly strays: readonly ledger.Intent[];
  /** They name the booking and not our payment: somebody else has made them. */
  readonly foreign: readonly ledger.Intent[];
  readonly charges: readonly ledger.Charge[];
  readonly stripeRefunds: readonly ledger.Refund[];
  readonly stripeDisputes: readonly ledger.Dispute[];
  readonly movements: readonly ledger.Movement[];
}

export type Case = Pick<Dossier, 'booking' | 'expected'>;

export function dossiers(cases: readonly Case[], evidence: Evidence): Dossier[] {
  const books = ledger.finalObjects(evidence.changes);
  const records = evidence.records.map(opened);
  return cases.map((each) => {
    const { bookingId } = each.booking;
    const ofBooking = <T extends { readonly bookingId: string }>(of: readonly T[]) =>
      of.filter((row) => row.bookingId === bookingId);
    const payment = ofBooking(evidence.rows.payments)[0];
    return {
      ...each,
      readAt: evidence.readAt,
      payment,
      transitions: ofBooking(evidence.rows.transitions),
      chargeRows: ofBooking(evidence.rows.charges),
      refunds: ofBooking(evidence.rows.refunds),
      disputes: ofBooking(evidence.rows.disputes),
      flags: ofBooking(evidence.rows.flags),
      place: evidence.places.get(bookingId),
      records: records.filter((record) => record.bookingId === bookingId),
      ...atStripe(each.booking, payment, books, evidence.changes),
    };
  });
}

function atStripe(
  { bookingId, paymentId }: Tried,
  payment: rows.PaymentRow | undefined,
  books: ReturnType<typeof ledger.finalObjects>,
  changes: readonly ledger.Change[],
) {
  const ours = books.intents.filter(({ metadata }) => metadata['paymentId'] === paymentId);
  const foreign = books.intents.filter(
    ({ metadata }) => metadata['bookingId'] === bookingId && metadata['paymentId'] !== paymentId,
  );
  const ids = new Set(ours.map(({ id }) => id));
  const touches = ({ payment_intent }: { readonly payment_intent: string }) =>
    ids.has(payment_intent);
  const stripeDisputes = books.disputes.filter(touches);
  const disputeIds = new Set(stripeDisputes.map(({ id }) => id));
  return {
    changes: changes.filter(
      ({ id, snapshot }) => ids.has(id) || ids.has(String(snapshot['payment_intent'])),
    ),
    own: ours.find(({ id }) => id === payment?.intentId),
    strays: ours.filter(({ id }) => id !== payment?.intentId),
    foreign,
    charges: books.charges.filter(touches),
    // What an authorisation that lapsed has let go was never taken.
    stripeRefunds: books.refunds.filter(
      (refund) => touches(refund) && refund.reason !== 'expired_uncaptured_charge',
    ),
    stripeDisputes,
    movements: books.movements.filter(({ source }) => disputeIds.has(source)),
  };
}
