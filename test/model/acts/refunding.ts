import type { RefundRefusal } from '../../../src/domain/refund';
import type { RefundView } from '../../../src/domain/views';
import { refundFailed, refundSettled } from '../../../src/domain/decisions/refunding';
import type { Failure } from '../../../src/domain/events';
import { NOTHING, type BookingState, type Decision } from '../../../src/domain/transition';
import type { StripeRefund } from '../../../src/stripe/refunds';
import type { Model, Steps } from '../model';
import { RefundRefused, faultOf } from '../refusals';
import type { ChargeRow, RefundRow, Tx } from '../rows';
import { requestRefund, type RefundOrder } from './refund-requests';
import { refundViewOf } from './views';

/** `resume` takes up a refund that is on record, when Stripe has news of it. */
export type RefundStart = RefundOrder & { resume?: boolean };

export type RefundOpened = { refused: RefundRefusal } | { refused?: never; refund: RefundView };

/** src/activities/refunding.ts: reserve, ask Stripe, write down the outcome. */
export function* openRefund(m: Model, order: RefundStart): Steps<RefundOpened> {
  if (!order.resume) {
    try {
      yield* requestRefund(m, order);
    } catch (error) {
      if (error instanceof RefundRefused) return { refused: error.code };
      throw error;
    }
  }
  yield;
  return { refund: yield* settleRefund(m, order.refundId) };
}

export function* settleRefund(m: Model, refundId: string): Steps<RefundView> {
  const row = { ...m.rows.refund(refundId)! };
  yield;
  if (row.manual) return refundViewOf(m, row);
  if (row.stripeRefundId !== null) {
    const made = m.stripe.refunds.retrieve(row.stripeRefundId);
    yield;
    m.parts.apply(m, row, made);
  } else if (row.status === 'pending') yield* send(m, row);
  yield;
  return refundViewOf(m, m.rows.refund(refundId)!);
}

function* send(m: Model, row: RefundRow): Steps<void> {
  const { refundId, stripeChargeId: chargeId, amountMinor } = row;
  const metadata = { refundId, paymentId: m.rows.booking!.payment.paymentId };
  const { create, findByRefundId } = m.stripe.refunds;
  try {
    const made = yield* m.parts.once(
      m,
      `refund:${refundId}`,
      (key) => create({ chargeId, amountMinor, metadata }, key),
      () => findByRefundId(refundId, chargeId),
    );
    m.parts.apply(m, row, made);
  } catch (error) {
    const fault = faultOf(error);
    if (fault?.kind !== 'refused') throw error;
    failed(m, row, { errorCode: fault.code });
  }
}

/** src/activities/refund-outcomes.ts. */
export function apply(m: Model, row: RefundRow, made: StripeRefund): void {
  if (made.status === 'pending') pending(m, row, made.id);
  if (made.status === 'succeeded') settled(m, row, made.id);
  if (made.status === 'failed')
    failed(m, row, { errorCode: made.failureReason ?? 'unknown' }, made.id);
}

function pending({ rows }: Model, { refundId, attempt }: RefundRow, stripeRefundId: string): void {
  const row = rows.refund(refundId)!;
  if (row.attempt === attempt && row.stripeRefundId === null) row.stripeRefundId = stripeRefundId;
}

function settled(m: Model, attempt: RefundRow, stripeRefundId: string): void {
  recorded(m, attempt, (row, state, tx) => {
    if (row.status !== 'pending') return NOTHING;
    tx.change(row, { status: 'succeeded', stripeRefundId });
    const charge = addToCharge(m, tx, row.stripeChargeId, { refundedMinor: row.amountMinor });
    m.rows.clear('refund_failed', row.refundId);
    return refundSettled(state, stateOf(row), charge);
  });
}

/** Frees the reservation; a refund that fails after it succeeded takes its sum back too. */
function failed(m: Model, attempt: RefundRow, failure: Failure, stripeRefundId?: string): void {
  recorded(m, attempt, (row, state, tx) => {
    if (row.status === 'failed') return NOTHING;
    const { status: before, amountMinor, requestedBy } = row;
    const made = stripeRefundId === undefined ? {} : { stripeRefundId };
    tx.change(row, { status: 'failed', errorCode: failure.errorCode ?? null, ...made });
    const charge = addToCharge(m, tx, row.stripeChargeId, {
      ...(requestedBy === 'external'
        ? { externalMinor: -amountMinor }
        : { reservedMinor: -amountMinor }),
      ...(before === 'succeeded' && { refundedMinor: -amountMinor }),
    });
    return refundFailed(state, stateOf(row), charge, failure);
  });
}

function recorded(
  m: Model,
  { refundId, attempt }: RefundRow,
  decide: (row: RefundRow, state: BookingState, tx: Tx) => Decision,
): void {
  m.rows.record(
    (state, tx) => {
      const row = m.rows.refund(refundId);
      return row?.attempt === attempt ? decide(row, state, tx) : NOTHING;
    },
    { news: true },
  );
}

export function addToCharge(
  { rows }: Model,
  tx: Tx,
  chargeId: string,
  { reservedMinor = 0, externalMinor = 0, refundedMinor = 0 },
): ChargeRow {
  const charge = rows.charge(chargeId)!;
  tx.change(charge, {
    reservedMinor: charge.reservedMinor + reservedMinor,
    externalMinor: charge.externalMinor + externalMinor,
    refundedMinor: charge.refundedMinor + refundedMinor,
  });
  return charge;
}

export function stateOf({ stripeRefundId, ...row }: RefundRow) {
  return { ...row, ...(stripeRefundId !== null && { stripeRefundId }) };
}
