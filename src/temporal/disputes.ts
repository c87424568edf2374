import type { Client } from '@temporalio/client';
import { TypedSearchAttributes, WorkflowIdReusePolicy } from '@temporalio/common';
import { disputeWorkflowId } from '../domain/workflow-ids';
import {
  disputeUpdated,
  submitEvidence,
  type EvidenceOrder,
  type StripeNews,
} from '../workflows/messages';
import { BookingId } from '../workflows/search-attributes';
import { START_LIMIT_MS } from './bookings';
import { bounded } from './bounded';
import { sender, type Refused } from './updates';

export type { EvidenceOrder };

/** A dispute of ours, and the booking that it is about. */
export interface DisputeOfOurs {
  disputeId: string;
  bookingId: string;
}

export type EvidenceOutcome = { outcome: 'sent' } | { outcome: 'gone' } | Refused;

/** The client's side of `dispute`. Throws `TemporalUnavailable` when nobody answers. */
export function createDisputeWorkflows(client: Client, taskQueue: string) {
  const submit = sender(client, submitEvidence);
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

    async submitEvidence(
      disputeId: string,
      order: EvidenceOrder,
      updateId: string,
    ): Promise<EvidenceOutcome> {
      const sent = await submit(disputeWorkflowId(disputeId), order, updateId);
      return sent.outcome === 'done' ? { outcome: 'sent' } : sent;
    },
  };
}

export type DisputeWorkflows = ReturnType<typeof createDisputeWorkflows>;
