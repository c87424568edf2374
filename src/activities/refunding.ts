import { bookingIdOfPayment } from '../db/booking-state';
import { findRefund, isAccepted, type RefundRow } from '../db/refunds';
import { refundIdOf } from '../domain/ids';
import { requestedBy, type RefundRefusal, type RefundRequest } from '../domain/refund';
import type { RefundView } from '../domain/views';
import { stripeFault } from '../stripe/errors';
import type { StripeRefund } from '../stripe/refunds';
import type { Dependencies } from './dependencies';
import { createRefundActs, type RefundAct } from './refund-acts';
import { createRefundOutcomes } from './refund-outcomes';
import { RefundRefused } from './refund-order';
import { createRefundRequests } from './refund-requests';

export interface RefundStart {
  request: RefundRequest;
  workflowId: string;
}

export type RefundOpened = { refused: RefundRefusal } | { refused?: never; refund: RefundView };

/** Reserve, ask Stripe, write down the outcome; and what a person may do when it failed. */
export function createRefunding(deps: Dependencies) {
  const { db, once, refunds } = deps;
  const requests = createRefundRequests(deps);
  const outcomes = createRefundOutcomes(deps);
  const acts = createRefundActs(deps);

  async function openRefund({ request: given, workflowId }: RefundStart): Promise<RefundOpened> {
    const request = understood(given);
    if (!request) return { refused: 'payment_not_found' };
    if (request.reason === '') return { refused: 'reason_required' };
    if (request.resume !== undefined)
      return (await findRefund(db, request.resume))
        ? { refund: await settleRefund(request.resume) }
        : { refused: 'payment_not_found' };
    const identity = request.identity ?? `operator:${workflowId}`;
    const refundId = refundIdOf(request.paymentId, identity);
    const bookingId = await bookingIdOfPayment(db, request.paymentId);
    if (bookingId === undefined) return { refused: 'payment_not_found' };
    try {
      await requests.request(bookingId, { ...request, identity, refundId, workflowId });
    } catch (error) {
      if (error instanceof RefundRefused) return { refused: error.code };
      throw error;
    }
    await deps.offer(bookingId);
    return { refund: await settleRefund(refundId) };
  }

  /** Asks Stripe for it if that has not been done, reads it if it has, and records the outcome. */
  async function settleRefund(refundId: string): Promise<RefundView> {
    const row = await rowOf(refundId);
    if (row.manual) return view(row); // settled outside Stripe, whatever Stripe says
    if (row.stripeRefundId !== null) await apply(row, await refunds.retrieve(row.stripeRefundId));
    else if (row.status === 'pending') await send(row);
    await deps.offer(row.payment.bookingId);
    return view(await rowOf(refundId));
  }

  async function send(row: RefundRow): Promise<void> {
    const { refundId, paymentId, stripeChargeId: chargeId, amountMinor, reason } = row;
    try {
      const made = await once(
        `refund:${refundId}`,
        (key) => refunds.create({ refundId, paymentId, chargeId, amountMinor, reason }, key),
        () => refunds.findByRefundId(refundId, chargeId),
      );
      await apply(row, made);
    } catch (error) {
      const fault = stripeFault(error);
      if (fault?.kind !== 'refused') throw error;
      await outcomes.failed(row, { errorCode: fault.code, errorMessage: fault.message });
    }
  }

  async function apply(row: RefundRow, made: StripeRefund): Promise<void> {
    if (made.status === 'pending') await outcomes.pending(row, made.id);
    if (made.status === 'succeeded') await outcomes.settled(row, made.id);
    if (made.status === 'failed') {
      const errorMessage = `Stripe could not give ${made.id} back`;
      const failure = { errorCode: made.failureReason ?? 'unknown', errorMessage };
      await outcomes.failed(row, failure, made.id);
    }
  }

  async function retryRefund(act: RefundAct): Promise<RefundView> {
    await acts.beginRetry(act);
    return settleRefund(act.refundId);
  }

  async function markRefunded(act: RefundAct): Promise<RefundView> {
    await acts.recordManualRefund(act);
    const row = await rowOf(act.refundId);
    await deps.offer(row.payment.bookingId);
    return view(row);
  }

  async function rowOf(refundId: string): Promise<RefundRow> {
    const row = await findRefund(db, refundId);
    if (!row) throw new Error(`no refund ${refundId}`);
    return row;
  }

  return { openRefund, settleRefund, retryRefund, markRefunded };
}

/** A person may start the workflow, with less than it asks for; a refusal is then its answer. */
function understood(given: Partial<RefundRequest> | undefined): RefundRequest | undefined {
  const { paymentId, reason, amount, identity, resume } = given ?? {};
  if (typeof paymentId !== 'string') return undefined;
  if (amount !== undefined && typeof amount !== 'number') return undefined;
  if ([identity, resume].some((id) => id !== undefined && typeof id !== 'string')) return undefined;
  // What PostgreSQL does not keep would be tried again for ever.
  const words = typeof reason === 'string' ? reason.replace(/\0|\p{Surrogate}/gu, '').trim() : '';
  // A person who starts the workflow by hand has to say why; callers of the API need not.
  const byHand = requestedBy(identity ?? '') === 'operator' && resume === undefined;
  return { ...given, paymentId, reason: words || (byHand ? '' : 'requested_by_customer') };
}

function view(row: RefundRow): RefundView {
  return {
    refundId: row.refundId,
    paymentId: row.paymentId,
    bookingId: row.payment.bookingId,
    amountMinor: row.amountMinor,
    currency: row.charge.currency,
    status: row.status,
    accepted: isAccepted(row),
    bookingStatus: row.payment.booking.status,
    attempt: row.attempt,
    ...(row.manual && { manual: true as const }),
    ...(row.requestedBy === 'external' && { external: true as const }),
    ...(row.errorCode !== null && { errorCode: row.errorCode }),
    ...(row.errorMessage !== null && { errorMessage: row.errorMessage }),
  };
}
