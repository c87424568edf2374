import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { RefundRefusal, RefundRequest } from '../domain/refund';
import { refundWorkflowId } from '../domain/workflow-ids';
import {
  markRefundedManually,
  refundUpdated,
  retryRefund,
  type OperatorOrder,
} from '../workflows/messages';
import { START_LIMIT_MS, type Start } from './bookings';
import { TemporalUnavailable, bounded } from './bounded';
import { teller } from './signals';
import { sender } from './updates';

export type { OperatorOrder };

/** The client's side of `refundPayment`. Throws `TemporalUnavailable` when nobody answers. */
export function createRefundWorkflows(client: Client, taskQueue: string) {
  async function begin(
    workflowId: string,
    request: RefundRequest,
    reuse: WorkflowIdReusePolicy,
  ): Promise<Start> {
    try {
      await bounded(client, START_LIMIT_MS, () =>
        client.workflow.start('refundPayment', {
          workflowId,
          taskQueue,
          args: [request],
          workflowIdReusePolicy: reuse,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          staticSummary: `Refund of ${request.paymentId}`,
        }),
      );
      return 'running';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed';
      throw error;
    }
  }

  return {
    retry: sender(client, retryRefund),
    markRefunded: sender(client, markRefundedManually),

    /** One refund per id, however often it is asked for. */
    start: (refundId: string, request: RefundRequest): Promise<Start> =>
      begin(refundWorkflowId(refundId), request, WorkflowIdReusePolicy.REJECT_DUPLICATE),

    /** Once more under the same id: for a refund that ended without a row, or got late news. */
    startAgain: (workflowId: string, request: RefundRequest): Promise<Start> =>
      begin(workflowId, request, WorkflowIdReusePolicy.ALLOW_DUPLICATE),

    tell: teller(client, refundUpdated),

    /**
     * Why the refund's first activity refused it: another refund may have taken the balance first.
     * Undefined while it runs, and when it was not refused.
     */
    async refusal(
      refundId: string,
      { limitMs, stop }: { limitMs: number; stop: AbortSignal },
    ): Promise<RefundRefusal | undefined> {
      const handle = client.workflow.getHandle(refundWorkflowId(refundId));
      try {
        return refusalIn(await bounded(client, limitMs, () => handle.result(), stop));
      } catch (error) {
        const silent = [TemporalUnavailable, WorkflowNotFoundError, WorkflowFailedError];
        if (silent.some((kind) => error instanceof kind)) return undefined;
        throw error;
      }
    },
  };
}

export type RefundWorkflows = ReturnType<typeof createRefundWorkflows>;

function refusalIn(result: unknown): RefundRefusal | undefined {
  if (typeof result !== 'object' || result === null || !('refused' in result)) return undefined;
  return typeof result.refused === 'string' ? (result.refused as RefundRefusal) : undefined;
}
