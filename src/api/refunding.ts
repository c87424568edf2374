import { paymentById, refundById, type PaymentRow, type RefundRow } from '../db/booking-reads';
import { waitFor } from '../db/waiting';
import { refundIdOf } from '../domain/ids';
import { amountFault } from '../domain/money';
import { refundableMinor, type RefundRefusal, type RefundRequest } from '../domain/refund';
import { refundWorkflowId } from '../domain/workflow-ids';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';

export interface RefundWish {
  /** Minor units; the whole remaining balance when absent. */
  amount?: number | undefined;
  reason?: string | undefined;
}

/**
 * Refunds are a workflow of their own, one per refundId. The balance is looked at first for a
 * clear answer; what counts is the reservation that the workflow makes. Answers the refund as soon
 * as Stripe has it, and as `pending` when Stripe is slow.
 */
export function createRefunding({ db, refunds, settings }: ApiDependencies) {
  async function refund(
    payment: PaymentRow,
    wish: RefundWish,
    identity: string,
  ): Promise<RefundRow> {
    const { paymentId } = payment;
    const refundId = refundIdOf(paymentId, identity);
    const existing = await refundById(db, refundId);
    if (existing) {
      mustBeSame(existing, wish);
      if (isAnswered(existing)) return existing;
    } else {
      refuseUnrefundable(payment, wish.amount);
      const { amount, reason = 'requested_by_customer' } = wish;
      await start(refundId, {
        paymentId,
        ...(amount !== undefined && { amount }),
        reason,
        identity,
      });
    }
    return outcome(refundId, payment);
  }

  /** A closed workflow without a row was refused before; the balance has come back since. */
  async function start(refundId: string, request: RefundRequest): Promise<void> {
    if ((await refunds.start(refundId, request)) === 'running') return;
    if (await refundById(db, refundId)) return;
    await refunds.startAgain(refundWorkflowId(refundId), request);
  }

  /** Waits for the row to show Stripe's answer, or for the workflow to say why there is none. */
  async function outcome(refundId: string, payment: PaymentRow): Promise<RefundRow> {
    const limitMs = settings.limits.rowMs;
    const settled = new AbortController();
    try {
      const read = () => refundById(db, refundId);
      const row = waitFor(read, isAnswered, limitMs, settled.signal);
      const refusal = refunds.refusal(refundId, { limitMs, stop: settled.signal });
      const refused = refusal.then(async (code) => (code ? { code } : { row: await row }));
      const first = await Promise.race([row.then((found) => ({ row: found })), refused]);
      if ('code' in first) throw await refusedBecause(first.code, payment.paymentId);
      if (!first.row) throw unavailable('The refund has not begun yet.');
      return first.row;
    } finally {
      settled.abort();
    }
  }

  async function refusedBecause(code: RefundRefusal, paymentId: string): Promise<Problem> {
    const now = await paymentById(db, paymentId);
    return now ? explain(code, now) : new Problem('payment_not_found', 'There is no such payment.');
  }

  return refund;
}

export type Refund = ReturnType<typeof createRefunding>;

function isAnswered(row: RefundRow | undefined): boolean {
  return row !== undefined && (row.stripeRefundId !== null || row.status !== 'pending');
}

/** One key, or one order, stands for one refund. */
function mustBeSame(existing: RefundRow, { amount }: RefundWish): void {
  if (amount === undefined || amount === existing.amountMinor) return;
  const detail = 'This key was used for a refund of another amount. Use a new key.';
  throw new Problem('idempotency_key_reused', detail);
}

function refuseUnrefundable(payment: PaymentRow, amount: number | undefined): void {
  const charge = payment.charges[0];
  if (!charge || payment.booking.status === 'PENDING_PAYMENT')
    throw explain('payment_not_refundable', payment);
  const left = refundableMinor(charge);
  const { stripeChargeId } = charge;
  if (payment.disputes.some((one) => one.stripeChargeId === stripeChargeId && !one.refundable))
    throw explain('payment_disputed', payment);
  if (left < 1 || (amount ?? left) > left) throw explain('refund_exceeds_balance', payment);
  if (amountFault({ amountMinor: amount ?? left, currency: charge.currency }))
    throw explain('amount_invalid_for_currency', payment);
}

const DISPUTED =
  'Stripe refunds nothing of it, and the bank may give the customer the money. It can be refunded again once the dispute is won.';

function explain(code: RefundRefusal, payment: PaymentRow): Problem {
  const charge = payment.charges[0];
  switch (code) {
    case 'payment_not_found':
      return new Problem(code, 'There is no such payment.');
    case 'payment_not_refundable':
      return new Problem(code, `Nothing can be refunded: the payment is ${payment.status}.`);
    case 'reason_required':
      return new Problem('validation_failed', 'A refund by hand needs a reason.');
    case 'payment_disputed':
      return new Problem(code, `The charge is disputed: ${DISPUTED}`);
    case 'amount_invalid_for_currency':
      return new Problem(code, `Stripe cannot give back this amount in ${charge?.currency}.`);
    case 'refund_exceeds_balance': {
      const left = charge ? refundableMinor(charge) : 0;
      return new Problem(code, `${left} of ${charge?.amountMinor ?? 0} can still be refunded.`);
    }
  }
}
