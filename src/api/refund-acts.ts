import { findRefund, type RefundRow } from '../db/refunds';
import { waitFor } from '../db/waiting';
import type { OperatorOrder } from '../temporal/refunds';
import type { Updated } from '../temporal/updates';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';
import { refusal } from './refusals';

/**
 * What an operator does about a refund that failed. Its workflow does it; one that has ended, or
 * was terminated, takes the refund up again first.
 */
export function createRefundActs({ db, refunds, settings }: ApiDependencies) {
  async function retry(row: RefundRow, order: OperatorOrder, keyed?: string): Promise<RefundRow> {
    const id = keyed ?? `retry:${stageOf(row)}`;
    return act(row, () => refunds.retry(row.workflowId, order, id));
  }

  /** One that was closed by hand answers the same again. */
  async function mark(row: RefundRow, order: OperatorOrder, keyed?: string): Promise<RefundRow> {
    if (row.manual) return row;
    const id = keyed ?? `mark:${stageOf(row)}`;
    return act(row, () => refunds.markRefunded(row.workflowId, order, id));
  }

  async function act(row: RefundRow, send: () => Promise<Updated<unknown>>): Promise<RefundRow> {
    const { refundId, paymentId, reason, workflowId } = row;
    const sent = () => waitFor(send, isTakenUp, settings.limits.rowMs);
    let done = await sent();
    if (done.outcome === 'gone') {
      mustHaveFailed(row);
      await refunds.startAgain(workflowId, { paymentId, reason, resume: refundId });
      done = await sent();
    }
    const now = (await findRefund(db, refundId)) ?? row;
    if (done.outcome === 'gone') mustHaveFailed(now); // what Stripe says has ended it meanwhile
    if (done.outcome === 'gone' || !isTakenUp(done))
      throw unavailable('The refund is being taken up again.');
    if (done.outcome === 'refused') throw refusal(done, 'refund_not_failed');
    return now;
  }

  return { retry, mark };
}

export type RefundActs = ReturnType<typeof createRefundActs>;

/**
 * Alike as long as nothing has happened in between: Temporal remembers a refusal under the order's
 * id, and it must not outlive its reason.
 */
function stageOf({ refundId, attempt, payment }: RefundRow): string {
  return `${refundId}:${attempt}:${payment.booking.sequence}`;
}

/** A workflow that has just begun does not know its refund yet. */
function isTakenUp(done: Updated<unknown>): boolean {
  return done.outcome !== 'refused' || done.type !== 'refund_not_open';
}

function mustHaveFailed({ status, manual }: RefundRow): void {
  if (status === 'failed' && !manual) return;
  throw new Problem(
    'refund_not_failed',
    `The refund is ${manual ? 'closed by hand' : status}; only a failed one can be retried or marked.`,
  );
}
