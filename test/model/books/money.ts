import { PRICE, type Model } from '../model';
import type { RefundRow } from '../rows';
import { claimOf, keptMinor, madeByUs } from './ledger';

type When = (bad: unknown, complaint: string) => void;

/** I1: what Stripe keeps is what the booking's status says. */
export function conservation(m: Model, when: When): void {
  const { rows } = m;
  const { status } = rows.booking!;
  const [own] = madeByUs(m);
  const kept = own ? keptMinor(m, own.id) : 0;
  const charge = rows.ownCharge();
  const ofOwn = (one: RefundRow) => one.stripeChargeId === charge?.stripeChargeId;
  const done = rows.refunds.filter((one) => ofOwn(one) && one.status === 'succeeded');
  const byHand = sum(done.filter(({ manual }) => manual));
  const left = kept - byHand;
  const failed = rows.isFlagged('refund_failed');
  const is = `I1: it is ${status}, and Stripe keeps ${kept}, ${byHand} was paid by hand`;
  switch (status) {
    case 'CONFIRMED':
      when(left !== PRICE, is);
      break;
    case 'CANCELLED':
    case 'EXPIRED':
      when(left !== 0, is);
      break;
    case 'REFUNDED':
      when(left > 0 && !failed, is);
      when(left < 0 && !rows.isFlagged('external_refund'), is);
      break;
    case 'PARTIALLY_REFUNDED':
      when(left !== PRICE - sum(done), is);
      when(left <= 0 || (left >= PRICE && !failed), is);
      break;
    case 'REFUND_FAILED':
      when(left <= 0 || !failed, `${is}, flagged: ${failed}`);
      break;
    case 'REFUND_PENDING':
      when(!failed, `${is}, and nobody is told`);
      break;
    case 'PENDING_PAYMENT':
      when(true, `${is}: it is not decided`);
  }
  const paidFor = status === 'CONFIRMED' || status === 'PARTIALLY_REFUNDED';
  const taken = m.stripe.account.ledger.some(
    ({ what, intentId, amountMinor }) =>
      what === 'captured' && intentId === own?.id && amountMinor === PRICE,
  );
  when(paidFor && !taken, `I2: it is ${status}, and Stripe never took its price`);
}

/** saga.md rule 9: only what carries our paymentId goes back by itself, once per charge. */
export function strayMoney(m: Model, when: When): void {
  const ours = madeByUs(m).map(({ id }) => id);
  for (const intent of m.stripe.account.intents) {
    if (ours.includes(intent.id)) continue;
    const kept = keptMinor(m, intent.id);
    const claim = claimOf(m, intent);
    const refunds = m.stripe.account.refunds.filter(({ intentId }) => intentId === intent.id);
    if (claim === 'copy') {
      const told = m.rows.refunds.some(
        ({ refundId, stripeChargeId }) =>
          stripeChargeId === intent.chargeId &&
          (m.rows.flags.get(`refund_failed ${refundId}`) === true || isByHand(m, refundId)),
      );
      when(kept > 0 && !told, `I1: ${kept} of a copy is kept, and nobody is told`);
      when(kept < 0, 'I1: more of a copy went back than came');
    } else {
      const byUs = refunds.filter(({ metadata }) => metadata['refundId'] !== undefined);
      when(byUs.length > 0, `rule 9: money of a ${claim} went back`);
      const flagged = m.rows.flags.has(`foreign_money ${intent.id}`);
      when((claim === 'namesake') !== flagged, `rule 9: a ${claim}, flagged: ${flagged}`);
    }
  }
}

/** I4 and I6: one PaymentIntent, closed with its booking; each key did its work once. */
export function onceEach(m: Model, when: When): void {
  const own = madeByUs(m);
  when(own.length > 1, `I4: ${own.length} PaymentIntents for one booking`);
  for (const { status } of own)
    when(status !== 'succeeded' && status !== 'canceled', `I4: a PaymentIntent is still ${status}`);
  const done = new Map<string, number>();
  for (const { key, what } of m.stripe.account.ledger) {
    if (key === undefined) continue;
    const did = `${key} ${what}`;
    done.set(did, (done.get(did) ?? 0) + 1);
  }
  for (const [did, times] of done) when(times > 1, `I6: ${did} ${times} times`);
}

/** I5 and I13: rows and Stripe have the same refunds, one to one. */
export function refundsMatch(m: Model, when: When): void {
  const { refunds } = m.stripe.account;
  for (const row of m.rows.refunds) {
    const { refundId, status, manual, stripeRefundId, amountMinor } = row;
    const external = row.requestedBy === 'external';
    const atStripe = refunds.filter((one) =>
      external ? one.id === stripeRefundId : one.metadata['refundId'] === refundId,
    );
    const alive = atStripe.filter((one) => one.status !== 'failed');
    const word = external ? 'an external refund' : `a refund of attempt ${row.attempt}`;
    when(alive.length > 1, `I6: ${word} has ${alive.length} successful ones at Stripe`);
    when(status === 'succeeded' && !manual && alive.length !== 1, `I13: ${word} is not at Stripe`);
    when(status === 'failed' && alive.length > 0, `I5: ${word} failed, and Stripe has made it`);
    when(manual && alive.length > 0, `I5: ${word} was paid by hand and by Stripe`);
    when(
      alive.some((one) => one.amountMinor !== amountMinor),
      `I5: ${word} has another sum`,
    );
  }
  for (const { id, status, metadata, intentId, chargeId } of refunds) {
    const known = m.rows.refunds.some(({ stripeRefundId }) => stripeRefundId === id);
    const ours = metadata['refundId'] !== undefined;
    const attempt = ours && m.rows.refund(metadata['refundId']!) === undefined;
    when(attempt, `I5: ${id} has no row`);
    const onRecord = m.rows.charges.some(({ stripeChargeId }) => stripeChargeId === chargeId);
    const lost = !ours && onRecord && !known && status !== 'failed';
    when(lost, `I5: refund ${id} on ${intentId}, made elsewhere, is not on record`);
  }
  for (const told of m.told) {
    if (told.what === 'cancelled')
      when(m.rows.booking!.status !== 'CANCELLED', 'I13: a cancel was granted in vain');
  }
}

function isByHand({ rows }: Model, refundId: string): boolean {
  return rows.refund(refundId)?.manual === true;
}

function sum(refunds: readonly RefundRow[]): number {
  return refunds.reduce((total, { amountMinor }) => total + amountMinor, 0);
}
