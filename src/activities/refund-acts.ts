import { addToCharge, findCharge, reserve } from '../db/charges';
import type { Tx } from '../db/client';
import { isFrozen } from '../db/disputes';
import { spendKey } from '../db/effects';
import { clearFlag } from '../db/flags';
import { insertOperatorAct } from '../db/operator-acts';
import { findRefund, updateRefund, type RefundRow } from '../db/refunds';
import { refundSettled } from '../domain/decisions/refunding';
import { mustGoBackWhole, refundableMinor } from '../domain/refund';
import { NOTHING, type BookingState, type Decision } from '../domain/transition';
import type { Dependencies } from './dependencies';
import { refused } from './failures';
import { refundState } from './refund-outcomes';

/** A person's decision about a failed refund. `id` (the update's) makes a repeat the same act. */
export interface RefundAct {
  id: string;
  refundId: string;
  reason: string;
  actor: string;
}

/** What operators may do with a refund that failed. Each act needs a reason and is on record. */
export function createRefundActs({ db, transitions }: Pick<Dependencies, 'db' | 'transitions'>) {
  /** Begins the next attempt: the amount is reserved anew, and Stripe's key moves on. */
  async function beginRetry(act: RefundAct): Promise<void> {
    await acted('retryRefund', act, async (row, _state, tx) => {
      if (row.requestedBy === 'external') throw refused('refund_not_retryable', MADE_ELSEWHERE);
      if (!(await reserve(tx, row.stripeChargeId, row.amountMinor)))
        throw (await isFrozen(tx, row.stripeChargeId))
          ? refused('payment_disputed', DISPUTED)
          : refused('refund_exceeds_balance', GIVEN_BACK_OTHERWISE);
      await updateRefund(tx, row, {
        status: 'pending',
        attempt: row.attempt + 1,
        stripeRefundId: null,
        errorCode: null,
        errorMessage: null,
      });
      // The key of the failed attempt would only answer with the failed refund. Spent together with
      // the act, and so once: a repeat must not spend the key of the attempt that it has begun.
      await spendKey(tx, `refund:${row.refundId}`, 'refund_failed');
      return NOTHING;
    });
  }

  /** The customer was paid back outside Stripe: the books say so, and nobody pays twice. */
  async function recordManualRefund(act: RefundAct): Promise<void> {
    await acted('markRefundedManually', act, async (row, state, tx) => {
      if (!(await reserved(tx, row))) return close(row, state, tx);
      const attempt = row.attempt + 1;
      await updateRefund(tx, row, { status: 'succeeded', attempt, manual: true });
      const { amountMinor, stripeChargeId } = row;
      const charge = await addToCharge(tx, stripeChargeId, { refundedMinor: amountMinor });
      const { stripeRefundId: _, ...refund } = refundState({ ...row, attempt });
      return refundSettled(state, { ...refund, manual: true }, charge);
    });
  }

  /** The money has gone back otherwise: the refund is nobody's task any more, and adds nothing. */
  async function close(row: RefundRow, state: BookingState, tx: Tx): Promise<Decision> {
    const left = refundableMinor((await findCharge(tx, row.stripeChargeId)) ?? row.charge);
    // Without this refund nobody would be told of what is left.
    if (left > 0 && mustGoBackWhole(row.charge, state.status))
      throw refused('refund_exceeds_balance', `${left} of the charge is left: ${REST_FIRST}`);
    await updateRefund(tx, row, { manual: true });
    return NOTHING;
  }

  async function acted(
    act: string,
    { id, refundId, reason, actor }: RefundAct,
    decide: (row: RefundRow, state: BookingState, tx: Tx) => Promise<Decision>,
  ): Promise<void> {
    const found = await findRefund(db, refundId);
    if (!found) throw refused('refund_not_found', `There is no refund ${refundId}.`);
    const { bookingId } = found.payment;
    await transitions.record(bookingId, async (state, tx) => {
      const row = await findRefund(tx, refundId);
      const fresh = await insertOperatorAct(tx, {
        id,
        act,
        bookingId,
        subject: refundId,
        actor,
        reason,
      });
      if (!row || !fresh) return NOTHING;
      if (row.status !== 'failed' || row.manual)
        throw refused(
          'refund_not_failed',
          `Refund ${refundId} is ${row.manual ? 'closed' : row.status}.`,
        );
      await clearFlag(tx, bookingId, { kind: 'refund_failed', subject: refundId });
      return decide(row, state, tx);
    });
  }

  return { beginRetry, recordManualRefund };
}

const MADE_ELSEWHERE =
  'It was made at Stripe, not here. Pay the customer by other means and send markRefundedManually.';
const GIVEN_BACK_OTHERWISE =
  'The charge has less than that left: it was given back otherwise. Send markRefundedManually to close it.';
const DISPUTED =
  'The charge is disputed: Stripe refuses to refund it. Wait until the dispute is won; if it is lost, the bank has paid the customer: send markRefundedManually.';
const REST_FIRST = 'give that back by a refund of its own, then close this one.';

/** A disputed charge too: the customer may have been paid by the bank. */
function reserved(tx: Tx, { stripeChargeId, amountMinor }: RefundRow): Promise<boolean> {
  return reserve(tx, stripeChargeId, amountMinor, { evenIfDisputed: true });
}
