import { refundSettled } from '../../../src/domain/decisions/refunding';
import { mustGoBackWhole, refundableMinor } from '../../../src/domain/refund';
import { NOTHING, type BookingState, type Decision } from '../../../src/domain/transition';
import type { RefundView } from '../../../src/domain/views';
import type { Model, Steps } from '../model';
import { ActRefused } from '../refusals';
import type { RefundRow, Tx } from '../rows';
import { addToCharge, settleRefund, stateOf } from './refunding';
import { refundViewOf } from './views';

/** src/activities/refund-acts.ts: what a person may do about a refund that failed. */
export function* retryRefund(m: Model, id: string, refundId: string): Steps<RefundView> {
  yield;
  acted(m, id, refundId, (row, _state, tx) => {
    if (row.requestedBy === 'external') throw new ActRefused('refund_not_retryable');
    if (!m.parts.reserve(m, tx, row.stripeChargeId, row.amountMinor, false))
      throw new ActRefused('not enough is left, or disputed');
    const fresh = { status: 'pending', stripeRefundId: null, errorCode: null } as const;
    tx.change(row, { ...fresh, attempt: row.attempt + 1 });
    const effect = m.rows.effects.get(`refund:${refundId}`);
    if (effect) tx.change(effect, { savedError: 'refund_failed' });
    return NOTHING;
  });
  yield;
  return yield* settleRefund(m, refundId);
}

/** The customer was paid back outside Stripe. */
export function* markRefunded(m: Model, id: string, refundId: string): Steps<RefundView> {
  yield;
  acted(m, id, refundId, (row, state, tx) => {
    if (!m.parts.reserve(m, tx, row.stripeChargeId, row.amountMinor, true))
      return closeRefund(m, row, state, tx);
    const { amountMinor, stripeChargeId } = row;
    tx.change(row, { status: 'succeeded', attempt: row.attempt + 1, manual: true });
    const charge = addToCharge(m, tx, stripeChargeId, { refundedMinor: amountMinor });
    const { stripeRefundId: _, ...refund } = stateOf(row);
    return refundSettled(state, { ...refund, manual: true }, charge);
  });
  yield;
  return refundViewOf(m, m.rows.refund(refundId)!);
}

function closeRefund(m: Model, row: RefundRow, state: BookingState, tx: Tx): Decision {
  const charge = m.rows.charge(row.stripeChargeId)!;
  if (refundableMinor(charge) > 0 && mustGoBackWhole(charge, state.status))
    throw new ActRefused('give the rest back first');
  tx.change(row, { manual: true });
  return NOTHING;
}

function acted(
  m: Model,
  id: string,
  refundId: string,
  decide: (row: RefundRow, state: BookingState, tx: Tx) => Decision,
): void {
  m.rows.record((state, tx) => {
    if (m.rows.acts.includes(id)) return NOTHING;
    tx.insert(m.rows.acts, id);
    const row = m.rows.refund(refundId)!;
    if (row.status !== 'failed' || row.manual) throw new ActRefused('refund_not_failed');
    const decision = decide(row, state, tx);
    m.rows.clear('refund_failed', refundId);
    return decision;
  });
}
