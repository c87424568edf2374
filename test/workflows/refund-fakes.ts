/* eslint-disable @typescript-eslint/require-await -- they stand for asynchronous ones */
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities';
import { refundFailed, refundRequested, refundSettled } from '../../src/domain/decisions/refunding';
import { refundIdOf } from '../../src/domain/ids';
import {
  requestedBy,
  type RefundRequest,
  type RefundState,
  type RefundStatus,
} from '../../src/domain/refund';
import type { RefundView } from '../../src/domain/views';
import type { Books } from './books';
import type { Stripe } from './stripe-stand-in';

type Row = RefundState & { status: RefundStatus; accepted?: boolean };

/** The refunds of a booking's own charge. `acts` are the audit rows of operators. */
export function refundFakes(books: Books, stripe: Stripe, acts: string[]) {
  const rows = new Map<string, Row>();
  let reservedMinor = 0;
  let refundedMinor = 0;
  const charge = () => ({
    stripeChargeId: 'ch_3Qa',
    own: true,
    currency: 'eur',
    amountMinor: stripe.receivedMinor,
    refundedMinor,
  });

  function rowOf(refundId: string): Row {
    const row = rows.get(refundId);
    if (!row) throw new Error(`no refund ${refundId}`);
    return row;
  }

  function insert(refundId: string, request: RefundRequest, identity: string): boolean {
    const amountMinor = request.amount ?? stripe.receivedMinor - reservedMinor;
    if (amountMinor < 1) return false;
    const row: Row = {
      refundId,
      amountMinor,
      reason: request.reason,
      requestedBy: requestedBy(identity),
      attempt: 1,
      status: 'pending',
    };
    rows.set(refundId, row);
    reservedMinor += amountMinor;
    books.record((now) => refundRequested(now, row, charge()));
    return true;
  }

  function settle(row: Row): RefundView {
    if (stripe.refunding === 'succeeds' && row.status === 'pending') succeed(row);
    if (stripe.refunding === 'fails' && row.status !== 'failed') fail(row);
    return viewOf(row);
  }

  function succeed(row: Row): void {
    row.status = 'succeeded';
    refundedMinor += row.amountMinor;
    books.record((now) => refundSettled(now, row, charge()));
  }

  function fail(row: Row): void {
    if (row.status === 'succeeded') refundedMinor -= row.amountMinor;
    row.status = 'failed';
    reservedMinor -= row.amountMinor;
    const failure = { errorCode: 'lost_or_stolen_card', errorMessage: 'The card is gone' };
    books.record((now) => refundFailed(now, row, charge(), failure));
  }

  /** The next attempt, as an operator orders it. */
  function beginAgain(row: Row): void {
    row.attempt += 1;
    row.status = 'pending';
    reservedMinor += row.amountMinor;
    books.flags.delete('refund_failed');
  }

  function viewOf(row: Row): RefundView {
    const { refundId, amountMinor, status, attempt } = row;
    row.accepted ||= status !== 'failed';
    if (row.accepted) books.accepted.add(refundId);
    const { bookingId, currency, payment, status: bookingStatus } = books.state();
    return {
      refundId,
      paymentId: payment.paymentId,
      bookingId,
      amountMinor,
      currency,
      status,
      accepted: row.accepted,
      bookingStatus,
      attempt,
      ...(row.manual && { manual: true as const }),
      ...(status === 'failed' && { errorCode: 'lost_or_stolen_card' }),
    };
  }

  return {
    async openRefund({ request, workflowId }) {
      if (request.resume !== undefined) return { refund: settle(rowOf(request.resume)) };
      const identity = request.identity ?? `operator:${workflowId}`;
      const refundId = refundIdOf(request.paymentId, identity);
      if (!rows.has(refundId) && !insert(refundId, request, identity))
        return { refused: 'refund_exceeds_balance' };
      const refund = settle(rowOf(refundId));
      await stripe.meanwhile();
      // A pending one is read again, as by the next attempt of an activity whose worker died.
      return { refund: refund.status === 'pending' ? settle(rowOf(refundId)) : refund };
    },
    async settleRefund(refundId) {
      return settle(rowOf(refundId));
    },
    async retryRefund({ refundId, reason, actor }) {
      acts.push(`retryRefund by ${actor}: ${reason}`);
      if (reservedMinor + rowOf(refundId).amountMinor > stripe.receivedMinor)
        throw ApplicationFailure.nonRetryable('given back otherwise', 'refund_exceeds_balance');
      beginAgain(rowOf(refundId));
      return settle(rowOf(refundId));
    },
    async markRefunded({ refundId, reason, actor }) {
      acts.push(`markRefunded by ${actor}: ${reason}`);
      const row = rowOf(refundId);
      row.manual = true;
      if (reservedMinor + row.amountMinor > stripe.receivedMinor) {
        books.flags.delete('refund_failed');
        return viewOf(row); // given back otherwise: only closed
      }
      beginAgain(rowOf(refundId));
      succeed(rowOf(refundId));
      return viewOf(rowOf(refundId));
    },
  } satisfies Partial<Activities>;
}
