import type { Database } from '../../src/db/client';
import type { Booking, Charge, Payment, Refund } from '../../src/db/generated/client';
import type { BookingStatus } from '../../src/domain/booking';
import { mayBecome } from '../../src/domain/transition-table';
import { gaveBack, sum, type StripeLedger } from './ledger';

type ChargeRow = Charge & { refunds: Refund[] };
type PaymentRow = Payment & { charges: ChargeRow[]; booking: Booking };

/**
 * Our rows against Stripe's own books (reference/faults.md, I1–I7): what is wrong, in words. Asked
 * at the end of every test, so a test leaves nothing half-way.
 */
export async function audit(db: Database, ledger: StripeLedger): Promise<string[]> {
  const payments = await db.payment.findMany({
    include: { booking: true, charges: { include: { refunds: true } } },
  });
  const flagged = new Set(
    (await db.flag.findMany({ where: { clearedAt: null } })).map(({ bookingId }) => bookingId),
  );
  return [
    ...payments.flatMap((payment) => aboutIntents(payment, ledger)),
    ...payments.flatMap(({ charges }) => charges.flatMap((charge) => aboutCharge(charge, ledger))),
    ...payments.flatMap((payment) => aboutMoney(payment, ledger, flagged)),
    ...(await aboutDisputes(db, ledger)),
    ...aboutKeys(ledger),
    ...(await aboutHistory(db)),
  ];
}

/** One PaymentIntent of ours per payment, and none that can still be paid once it is over. */
function aboutIntents({ paymentId, booking }: PaymentRow, { intents }: StripeLedger): string[] {
  const ours = intents.filter(({ key }) => key?.startsWith(`payment-intent:${paymentId}:`));
  const usable = ours.filter(({ status }) => !['succeeded', 'canceled'].includes(status));
  return [
    ...(ours.length > 1 ? [`${paymentId}: ${ours.length} PaymentIntents`] : []),
    ...(booking.status !== 'PENDING_PAYMENT' && usable.length > 0
      ? [`${booking.bookingId} is ${booking.status}, ${usable[0]!.id} can still be paid`]
      : []),
  ];
}

function aboutCharge(row: ChargeRow, ledger: StripeLedger): string[] {
  const charge = ledger.charges.find(({ id }) => id === row.stripeChargeId);
  if (!charge) return [`${row.stripeChargeId} is unknown to Stripe`];
  const at = ledger.refunds.filter((refund) => refund.charge === charge.id && gaveBack(refund));
  const live = row.refunds.filter(({ status }) => status !== 'failed');
  // What a person has paid back by hand is ours, also where Stripe's own refund came to nothing.
  const external = live.filter(({ requestedBy, manual }) => requestedBy === 'external' && !manual);
  const ours = live.filter((refund) => !external.includes(refund));
  const total = (refunds: readonly Refund[]) => sum(refunds.map(({ amountMinor }) => amountMinor));
  const expected = {
    amount: charge.amount_captured,
    currency: charge.currency,
    reserved: total(ours),
    external: total(external),
    refunded: total(live.filter(({ status }) => status === 'succeeded')),
    // Money that left Stripe, against the refunds that we say it made.
    atStripe: sum(at.map(({ amount }) => amount)),
  };
  const actual = {
    amount: row.amountMinor,
    currency: row.currency,
    reserved: row.reservedMinor,
    external: row.externalMinor,
    refunded: row.refundedMinor,
    atStripe: total(live.filter(({ manual, stripeRefundId }) => !manual && stripeRefundId)),
  };
  const twice = at.filter(
    ({ metadata }, index) =>
      metadata['refundId'] !== undefined &&
      at.findIndex((other) => other.metadata['refundId'] === metadata['refundId']) !== index,
  );
  return [
    ...differences(row.stripeChargeId, expected, actual),
    ...(row.reservedMinor > row.amountMinor ? [`${charge.id}: more promised than taken`] : []),
    ...twice.map(({ metadata }) => `${metadata['refundId']} was refunded twice`),
  ];
}

function differences<T extends object>(what: string, expected: T, actual: T): string[] {
  const keys = Object.keys(expected) as (keyof T & string)[];
  return keys
    .filter((key) => expected[key] !== actual[key])
    .map((key) => `${what}.${key}: is ${String(actual[key])}, should be ${String(expected[key])}`);
}

/** Conservation (I1, I2): what is kept of the own PaymentIntent is what the status says. */
function aboutMoney(row: PaymentRow, ledger: StripeLedger, flagged: Set<string>): string[] {
  const { bookingId, status, amountMinor, currency } = row.booking;
  const charges = ledger.charges.filter(
    (charge) => charge.payment_intent === row.stripePaymentIntentId && charge.amount_captured > 0,
  );
  const byHand = row.charges.flatMap(({ refunds }) => refunds.filter(paidByHand));
  const kept =
    sum(charges.map((charge) => charge.amount_captured - charge.amount_refunded)) -
    sum(byHand.map((refund) => refund.amountMinor));
  const say = (wanted: string) => [`${bookingId} is ${status}, but ${kept} is kept; ${wanted}`];
  if (status === 'PENDING_PAYMENT' || status.startsWith('REFUND_')) return [];
  if (status === 'CONFIRMED') {
    const fits = charges.length === 1 && charges[0]!.currency === currency;
    return fits && kept === amountMinor ? [] : flagged.has(bookingId) ? [] : say('should be all');
  }
  if (status === 'PARTIALLY_REFUNDED')
    return (kept > 0 && kept < amountMinor) || flagged.has(bookingId) ? [] : say('should be some');
  return kept === 0 || flagged.has(bookingId) ? [] : say('should be 0');
}

/** One that is marked and still failed was only closed: the money went back otherwise. */
function paidByHand({ manual, status }: Refund): boolean {
  return manual && status === 'succeeded';
}

/** I17: a row says what Stripe says, and a person is asked while the dispute is open. */
async function aboutDisputes(db: Database, { disputes }: StripeLedger): Promise<string[]> {
  const rows = await db.dispute.findMany();
  const flags = await db.flag.findMany({ where: { kind: 'dispute', clearedAt: null } });
  return rows.flatMap((row) => {
    const dispute = disputes.find(({ id }) => id === row.disputeId);
    if (!dispute) return [`${row.disputeId} is unknown to Stripe`];
    const closed = ['won', 'lost', 'warning_closed', 'prevented'].includes(dispute.status);
    const expected = {
      status: dispute.status,
      charge: dispute.charge,
      amount: dispute.amount,
      refundable: dispute.is_charge_refundable && dispute.status !== 'lost',
      withdrawn: 0 - sum(dispute.balance_transactions.map(({ amount }) => amount)),
      flagged: !closed,
    };
    const actual = {
      status: row.status,
      charge: row.stripeChargeId,
      amount: row.amountMinor,
      refundable: row.refundable,
      withdrawn: row.withdrawnMinor,
      flagged: flags.some(({ subject }) => subject === row.disputeId),
    };
    return differences(row.disputeId, expected, actual);
  });
}

/** I6: a key is executed once. */
function aboutKeys({ executed }: StripeLedger): string[] {
  const done = executed.filter(({ key, status }) => key !== null && status === 200);
  const keys = done.map(({ key }) => key);
  return keys
    .filter((key, index) => keys.indexOf(key) !== index)
    .map((key) => `key ${key} was executed twice`);
}

/** I7, I8: gapless, along the allowed moves, each transition with its canonical record. */
async function aboutHistory(db: Database): Promise<string[]> {
  const bookings = await db.booking.findMany({
    include: { payment: true, transitions: { include: { records: true } } },
  });
  return bookings.flatMap(({ bookingId, sequence, status, payment, transitions }) => {
    const steps = transitions.sort((one, other) => one.sequence - other.sequence);
    const told = steps.map(({ payload }) => payload as { bookingStatus: BookingStatus });
    const path = told.map(({ bookingStatus }) => bookingStatus);
    const gapless = steps.every((step, index) => step.sequence === index + 1);
    const allowed = path.every((next, index) => index === 0 || mayBecome(path[index - 1]!, next));
    const silent = steps.filter(
      ({ id, records }) => !records.some(({ value }) => value.includes(`"eventId":"${id}"`)),
    );
    const last = steps.at(-1)?.payload as { paymentStatus?: string } | undefined;
    const ends = path.at(-1) === status && last?.paymentStatus === payment?.status;
    return [
      ...(gapless && steps.length === sequence ? [] : [`${bookingId}: its sequence has gaps`]),
      ...(allowed ? [] : [`${bookingId}: forbidden path ${path.join(' → ')}`]),
      ...(ends ? [] : [`${bookingId}: its last event tells another state than its row`]),
      ...silent.map(({ type }) => `${bookingId}: ${type} has no record`),
    ];
  });
}
