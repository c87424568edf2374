import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import {
  ActivityFailure,
  ApplicationFailure,
  TypedSearchAttributes,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import { disputeWorkflowId } from '../domain/workflow-ids';
import {
  disputeUpdated,
  submitEvidence,
  type EvidenceOrder,
  type StripeNews,
} from '../workflows/messages';
import { BookingId } from '../workflows/search-attributes';
import { START_LIMIT_MS, UPDATE_LIMIT_MS } from './bookings';
import { bounded } from './bounded';

export type { EvidenceOrder };

/** A dispute of ours, and the booking that it is about. */
export interface DisputeOfOurs {
  disputeId: string;
  bookingId: string;
}

/** `refused`: the workflow's own words say why. `gone`: no workflow waits for it. */
export type EvidenceOutcome =
  { outcome: 'sent' | 'gone'; type?: never; message?: never } | { outcome: 'refused'; type: string; message: string };

/** The client's side of `dispute`. Throws `TemporalUnavailable` when nobody answers. */
export function createDisputeWorkflows(client: Client, taskQueue: string) {
  return {
    /**
     * News of a dispute begins its workflow where none runs, also after one has ended: what was
     * lost may be won later. It reads Stripe, so no news can be too late for it.
     */
    async tell({ disputeId, bookingId }: DisputeOfOurs, news?: StripeNews): Promise<void> {
      await bounded(client, START_LIMIT_MS, () =>
        client.workflow.signalWithStart('dispute', {
          workflowId: disputeWorkflowId(disputeId),
          taskQueue,
          args: [{ disputeId }],
          signal: disputeUpdated,
          signalArgs: news ? [news] : [],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          staticSummary: `Dispute ${disputeId} of booking ${bookingId}`,
          typedSearchAttributes: new TypedSearchAttributes([{ key: BookingId, value: bookingId }]),
        }),
      );
    },

    /** The same `updateId` is the same order, and answers the same. */
    async submitEvidence(
      disputeId: string,
      order: EvidenceOrder,
      updateId?: string,
    ): Promise<EvidenceOutcome> {
      const handle = client.workflow.getHandle(disputeWorkflowId(disputeId));
      const options = {
        args: [order] as [EvidenceOrder],
        ...(updateId !== undefined && { updateId }),
      };
      try {
        await bounded(client, UPDATE_LIMIT_MS, () => handle.executeUpdate(submitEvidence, options));
        return { outcome: 'sent' };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return { outcome: 'gone' };
        if (error instanceof WorkflowUpdateFailedError) return refusal(error);
        throw error;
      }
    },
  };
}

export type DisputeWorkflows = ReturnType<typeof createDisputeWorkflows>;

/** Refused by the validator, or by the activity. */
function refusal({ cause }: WorkflowUpdateFailedError): EvidenceOutcome {
  const failure = cause instanceof ActivityFailure ? cause.cause : cause;
  const known = failure instanceof ApplicationFailure ? failure : undefined;
  return {
    outcome: 'refused',
    type: known?.type ?? 'unknown',
    message: known?.message ?? 'The evidence was not accepted.',
  };
}
