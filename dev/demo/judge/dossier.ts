import type { DemoBooking } from '../booking';
import type { Expectation } from '../endings/ending';
import type { PaymentRow, RefundRow, Rows, TransitionRow } from '../evidence/database';
import type { KafkaRecord } from '../evidence/kafka-log';
import {
  finalObjects,
  type Change,
  type Charge,
  type Intent,
  type Refund,
} from '../evidence/ledger';
import { opened, type OpenedRecord } from './opened-record';

/** All that Stripe's ledger, the database, Kafka and the owner's inventory say. */
export interface Evidence {
  readonly changes: readonly Change[];
  readonly rows: Rows;
  readonly records: readonly KafkaRecord[];
  readonly places: ReadonlyMap<string, string>;
}

/** The same for one booking, with what is expected of it. */
export interface Dossier {
  readonly booking: DemoBooking;
  readonly expected: Expectation;
  readonly payment: PaymentRow | undefined;
  readonly transitions: readonly TransitionRow[];
  readonly refunds: readonly RefundRow[];
  readonly flags: readonly string[];
  readonly place: string | undefined;
  /** Records in the order of each partition. */
  readonly records: readonly OpenedRecord[];
  readonly changes: readonly Change[];
  /** The booking's one PaymentIntent; all others that name the booking are `strays`. */
  readonly own: Intent | undefined;
  readonly strays: readonly Intent[];
  readonly charges: readonly Charge[];
  readonly stripeRefunds: readonly Refund[];
}

export type Case = Pick<Dossier, 'booking' | 'expected'>;

export function dossiers(cases: readonly Case[], evidence: Evidence): Dossier[] {
  const objects = finalObjects(evidence.changes);
  const records = evidence.records.map(opened);
  return cases.map((each) => {
    const { bookingId, paymentId } = each.booking;
    const ofBooking = <T extends { readonly bookingId: string }>(rows: readonly T[]) =>
      rows.filter((row) => row.bookingId === bookingId);
    const payment = ofBooking(evidence.rows.payments)[0];
    const intents = objects.intents.filter(
      ({ metadata }) => metadata['bookingId'] === bookingId || metadata['paymentId'] === paymentId,
    );
    const ids = new Set(intents.map(({ id }) => id));
    const touches = ({ payment_intent }: { readonly payment_intent: string }) =>
      ids.has(payment_intent);
    return {
      ...each,
      payment,
      transitions: ofBooking(evidence.rows.transitions),
      refunds: ofBooking(evidence.rows.refunds),
      flags: ofBooking(evidence.rows.flags).map(({ kind }) => kind),
      place: evidence.places.get(bookingId),
      records: records.filter((record) => record.bookingId === bookingId),
      changes: evidence.changes.filter(
        ({ id, snapshot }) => ids.has(id) || ids.has(String(snapshot['payment_intent'])),
      ),
      own: intents.find(({ id }) => id === payment?.intentId),
      strays: intents.filter(({ id }) => id !== payment?.intentId),
      charges: objects.charges.filter(touches),
      stripeRefunds: objects.refunds.filter(touches),
    };
  });
}
