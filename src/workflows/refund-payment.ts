import {
  CancellationScope,
  allHandlersFinished,
  condition,
  currentUpdateInfo,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { RefundRefusal, RefundRequest, RefundStatus } from '../domain/refund';
import type { RefundView } from '../domain/views';
import {
  getRefund,
  markRefundedManually,
  refundChanged,
  refundUpdated,
  retryRefund,
  type OperatorOrder,
} from './messages';
import { mustGiveReason, refused } from './order-texts';
import { steps } from './proxies';
import { needsPerson, showRefund } from './refund-board';

export type RefundOutcome = { refused: RefundRefusal } | { refused?: never; refund: RefundView };

/** Stripe tells of every change; this is only for the case that its word is lost. */
const READ_AGAIN_AFTER = '6 hours';

/** Gives money back: asks Stripe, waits for the outcome, and for a person when it fails. */
export async function refundPayment(request: RefundRequest): Promise<RefundOutcome> {
  let refund: RefundView | undefined;
  let news = false;
  setHandler(refundUpdated, () => void (news = true));
  setHandler(getRefund, () => refund);
  const validator = (order: OperatorOrder) => mustHaveFailed(refund, order);
  setHandler(retryRefund, (order) => act(order, steps.retryRefund), { validator });
  setHandler(markRefundedManually, (order) => act(order, steps.markRefunded), { validator });

  // A refund that was begun is seen to its end, whatever becomes of who asked for it.
  return CancellationScope.nonCancellable(async () => {
    const { workflowId } = workflowInfo();
    const opened = await steps.openRefund({ request, workflowId });
    if (opened.refused) return { refused: opened.refused };
    refund = opened.refund;
    let told: RefundStatus | undefined;
    for (;;) {
      showRefund(refund);
      if (refund.status !== told) await tellSaga(refund);
      told = refund.status;
      // News may be younger than the answer: a refund can fail after its success.
      if (isOver(refund) && !news) {
        await condition(allHandlersFinished);
        if (isOver(refund) && !news) return { refund };
        continue; // it came while a person's order was still carried out
      }
      refund = await next(refund);
    }
  });

  async function next(from: RefundView): Promise<RefundView> {
    if (needsPerson(from)) {
      await condition(() => refund !== from); // a person's task now
      return refund!;
    }
    if (!news)
      await condition(() => news, READ_AGAIN_AFTER, { summary: 'Stripe settles the refund' });
    news = false;
    return steps.settleRefund(from.refundId);
  }

  async function act(
    { reason, actor = 'operator' }: OperatorOrder,
    step: typeof steps.retryRefund,
  ): Promise<RefundView> {
    const { refundId } = refund!;
    const id = `${refundId}:${currentUpdateInfo()?.id}`;
    // Handlers run outside the scope below: a run asked to cancel would refuse the act.
    const acting = () => step({ id, refundId, reason, actor });
    refund = await CancellationScope.nonCancellable(acting);
    return refund;
  }
}

function isOver(refund: RefundView): boolean {
  return refund.status !== 'pending' && !needsPerson(refund);
}

/** The saga that asked releases its places once Stripe has taken the refund on; its end, it sees. */
async function tellSaga({ refundId, status, accepted, bookingStatus }: RefundView): Promise<void> {
  const { parent } = workflowInfo();
  if (!parent) return;
  await getExternalWorkflowHandle(parent.workflowId)
    .signal(refundChanged, { refundId, status, accepted, bookingStatus })
    .catch(() => undefined); // the saga may be gone: it was terminated
}

function mustHaveFailed(
  refund: RefundView | undefined,
  order: Partial<OperatorOrder> | undefined,
): void {
  mustGiveReason(order);
  if (!refund)
    throw refused('The refund is still being opened: try again in a moment', 'refund_not_open');
  if (needsPerson(refund)) return;
  const status = refund.manual ? 'closed by hand' : refund.status;
  throw refused(
    `The refund is ${status}; only a failed one can be retried or marked`,
    'refund_not_failed',
  );
}
