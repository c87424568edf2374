import type { Charge } from './books';
import type { CaseFile } from './case-file';
import { complaints, type Violation } from './violation';

/** What refunds leave of the charges on these PaymentIntents. A dispute's money is counted apart. */
export function keptMinor(file: CaseFile, intentIds: readonly string[]): number {
  const ours = <T extends { payment_intent: string }>(all: readonly T[]) =>
    all.filter(({ payment_intent }) => intentIds.includes(payment_intent));
  const charges = ours(file.charges);
  const sources = new Set([...charges, ...ours(file.refunds)].map(({ id }) => id));
  const moved = file.movements.filter(
    ({ source, reporting_category: category }) =>
      sources.has(source) && ['charge', 'refund', 'refund_failure'].includes(category),
  );
  const booked = new Set(moved.map(({ source }) => source));
  const unbooked = charges.filter((charge) => wasTaken(charge) && !booked.has(charge.id));
  return (
    sum(moved.map(({ amount }) => amount)) +
    sum(unbooked.map(({ amount_captured }) => amount_captured))
  );
}

/** The same, less what a person has paid back by other means: Stripe still has that. */
export function owedMinor(file: CaseFile, intentId: string): number {
  const charges = file.charges.filter(({ payment_intent }) => payment_intent === intentId);
  const ids = new Set(charges.map(({ id }) => id));
  const byHand = file.refundRows.filter((row) => isPaidByHand(row) && ids.has(row.stripeChargeId));
  return keptMinor(file, [intentId]) - sum(byHand.map(({ amountMinor }) => amountMinor));
}

/** Stripe has taken the money; an authorisation has not, and a decline never will. */
export function wasTaken({ captured, status, amount_captured: taken }: Charge): boolean {
  return captured && status === 'succeeded' && taken > 0;
}

/** I1: at rest, what Stripe keeps is what the booking's status says. */
export function conservation(file: CaseFile): Violation[] {
  const { bookingId, booking, own, flags } = file;
  const { found, when } = complaints(bookingId, 'I1');
  if (!booking) return found;
  const { status, amountMinor: price } = booking;
  const kept = own ? keptMinor(file, [own.id]) : 0;
  const left = own ? owedMinor(file, own.id) : 0;
  const flagged = (kind: string) => flags.some((flag) => flag.kind === kind);
  const is = `it is ${status}, and Stripe keeps ${kept} of ${price}`;
  switch (status) {
    case 'CONFIRMED':
      when(left !== price, is);
      break;
    case 'CANCELLED':
    case 'EXPIRED':
      when(left !== 0, is);
      break;
    case 'REFUNDED':
      when(left > 0 && !flagged('refund_failed'), is);
      when(left < 0 && !flagged('external_refund'), `${is}, and ${kept - left} was paid by hand`);
      break;
    case 'PARTIALLY_REFUNDED':
      when(left !== price - ownRefundedMinor(file) && !flagged('refund_failed'), is);
      when(left >= price && !flagged('refund_failed'), `${is}: nothing went back`);
      when(left <= 0, `${is}: that is all of it`);
      break;
    case 'REFUND_FAILED':
      when(left <= 0, `${is}: it did go back`);
      when(!flagged('refund_failed'), `${is}, and nobody is told`);
      break;
    case 'PENDING_PAYMENT':
    case 'REFUND_PENDING':
      when(true, `it is not at rest: ${is}`);
  }
  return [...found, ...stray(file)];
}

/** A failed one that a person has closed is not: its money went back otherwise. */
function isPaidByHand({ manual, status }: CaseFile['refundRows'][number]): boolean {
  return manual && status === 'succeeded';
}

/** What our rows say has gone back of the booking's own charge. */
function ownRefundedMinor({ refundRows, chargeRows }: CaseFile): number {
  const own = new Set(
    chargeRows.filter((charge) => charge.own).map(({ stripeChargeId }) => stripeChargeId),
  );
  return sum(
    refundRows
      .filter(({ status, stripeChargeId }) => status === 'succeeded' && own.has(stripeChargeId))
      .map(({ amountMinor }) => amountMinor),
  );
}

/** Money on any other PaymentIntent that names the booking has gone back, or a person knows. */
function stray(file: CaseFile): Violation[] {
  const { found, when } = complaints(file.bookingId, 'I1');
  for (const intent of file.others) {
    const kept = owedMinor(file, intent.id);
    const ids = file.charges
      .filter(({ payment_intent }) => payment_intent === intent.id)
      .map(({ id }) => id);
    const refundIds = file.refundRows
      .filter(({ stripeChargeId }) => ids.includes(stripeChargeId))
      .map(({ refundId }) => refundId);
    const subjects = new Set([intent.id, ...ids, ...refundIds]);
    const flagged = file.flags.some(({ subject }) => subjects.has(subject));
    when(kept !== 0 && !flagged, `${kept} of stray money is kept on ${intent.id}`);
  }
  return found;
}

/** I2: nothing is confirmed that was not paid, in full and in its own currency. */
export function paidInFull({ bookingId, booking, own, charges }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I2');
  if (!booking || !['CONFIRMED', 'PARTIALLY_REFUNDED'].includes(booking.status)) return found;
  const { amountMinor, currency } = booking;
  const paid = charges.some(
    (charge) =>
      charge.payment_intent === own?.id &&
      wasTaken(charge) &&
      charge.amount_captured === amountMinor &&
      charge.currency === currency,
  );
  when(!paid, `it is ${booking.status}, and Stripe never took ${amountMinor} ${currency}`);
  return found;
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
