import { addToCharge } from '../db/charges';
import type { Tx } from '../db/client';
import { clearFlag } from '../db/flags';
import { findRefund, updateRefund, type RefundRow } from '../db/refunds';
import { refundFailed, refundSettled } from '../domain/decisions/refunding';
import type { Failure } from '../domain/events';
import type { RefundState, RequestedBy } from '../domain/refund';
import { NOTHING, type BookingState, type Decision } from '../domain/transition';
import type { Dependencies } from './dependencies';

/** The attempt that Stripe's word is about: an old word says nothing of a later attempt. */
export type Attempt = Pick<RefundRow, 'refundId' | 'attempt'>;

/** Writes down what became of a refund: totals, statuses and events in one transaction. */
export function createRefundOutcomes({
  db,
  transitions,
}: Pick<Dependencies, 'db' | 'transitions'>) {
  const news = { news: true };

  async function settled(attempt: Attempt, stripeRefundId: string): Promise<void> {
    const { refundId } = attempt;
    await recorded(attempt, async (row, state, tx) => {
      if (row.status !== 'pending') return NOTHING;
      await updateRefund(tx, row, { status: 'succeeded', stripeRefundId });
      const charge = await addToCharge(tx, row.stripeChargeId, { refundedMinor: row.amountMinor });
      await clearFlag(tx, state.bookingId, { kind: 'refund_failed', subject: refundId });
      return refundSettled(state, refundState({ ...row, stripeRefundId }), charge);
    });
  }

  /** Frees the reservation; a refund that fails after it succeeded takes its sum back too. */
  async function failed(
    attempt: Attempt,
    failure: Failure,
    stripeRefundId?: string,
  ): Promise<void> {
    await recorded(attempt, async (row, state, tx) => {
      if (row.status === 'failed') return NOTHING;
      const { errorCode = null, errorMessage = null } = failure;
      await updateRefund(tx, row, {
        status: 'failed',
        errorCode,
        errorMessage,
        ...(stripeRefundId !== undefined && { stripeRefundId }),
      });
      const external = row.requestedBy === 'external';
      const charge = await addToCharge(tx, row.stripeChargeId, {
        ...(external ? { externalMinor: -row.amountMinor } : { reservedMinor: -row.amountMinor }),
        ...(row.status === 'succeeded' && { refundedMinor: -row.amountMinor }),
      });
      return refundFailed(state, refundState(row), charge, failure);
    });
  }

  /** Stripe has taken it on; its outcome is still to come. */
  async function pending({ refundId, attempt }: Attempt, stripeRefundId: string): Promise<void> {
    await db.refund.updateMany({
      where: { refundId, attempt, stripeRefundId: null },
      data: { stripeRefundId },
    });
  }

  async function recorded(
    { refundId, attempt }: Attempt,
    decide: (row: RefundRow, state: BookingState, tx: Tx) => Promise<Decision>,
  ): Promise<void> {
    const found = await findRefund(db, refundId);
    if (!found) throw new Error(`no refund ${refundId}`);
    await transitions.record(
      found.payment.bookingId,
      async (state, tx) => {
        const row = await findRefund(tx, refundId); // again, now under the booking's lock
        return row?.attempt === attempt ? decide(row, state, tx) : NOTHING;
      },
      news,
    );
  }

  return { settled, failed, pending };
}

export function refundState(row: {
  refundId: string;
  amountMinor: number;
  reason: string;
  requestedBy: string;
  attempt: number;
  stripeRefundId: string | null;
}): RefundState {
  const { refundId, amountMinor, reason, attempt, stripeRefundId } = row;
  return {
    refundId,
    amountMinor,
    reason,
    requestedBy: row.requestedBy as RequestedBy,
    attempt,
    ...(stripeRefundId !== null && { stripeRefundId }),
  };
}
