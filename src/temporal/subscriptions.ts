import type { Client } from '@temporalio/client';
import {
  TypedSearchAttributes,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { SubscriptionStart } from '../domain/subscription';
import { subscriptionWorkflowId } from '../domain/workflow-ids';
import { reviseSubscription, subscriptionUpdated, type StripeNews } from '../workflows/messages';
import { CustomerId } from '../workflows/search-attributes';
import { START_LIMIT_MS, type Start } from './bookings';
import { bounded } from './bounded';
import { sender } from './updates';

/** The client's side of `subscription`. Throws `TemporalUnavailable` when nobody answers. */
export function createSubscriptionWorkflows(client: Client, taskQueue: string) {
  const optionsOf = (start: SubscriptionStart) => ({
    workflowId: subscriptionWorkflowId(start.setupId),
    taskQueue,
    args: [start],
    staticSummary: summary(start),
    typedSearchAttributes: new TypedSearchAttributes([
      { key: CustomerId, value: start.customerId },
    ]),
  });

  async function begin(start: SubscriptionStart, again: boolean): Promise<Start> {
    try {
      await bounded(client, START_LIMIT_MS, () =>
        client.workflow.start('subscription', {
          ...optionsOf(start),
          workflowIdReusePolicy: again
            ? WorkflowIdReusePolicy.ALLOW_DUPLICATE
            : WorkflowIdReusePolicy.REJECT_DUPLICATE,
          workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        }),
      );
      return 'running';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'closed';
      throw error;
    }
  }

  return {
    /** A second start of the same setup answers with the first. */
    start: (start: SubscriptionStart) => begin(start, false),

    /** For a subscription that is not over and has no workflow: somebody has terminated it. */
    startAgain: (start: SubscriptionStart) => begin(start, true),

    /**
     * News begins a workflow where none runs, also after the subscription's end: it reads Stripe, so
     * no news can be too late for it, and none is left untold.
     */
    async tell(start: SubscriptionStart, news: StripeNews): Promise<void> {
      await bounded(client, START_LIMIT_MS, () =>
        client.workflow.signalWithStart('subscription', {
          ...optionsOf(start),
          signal: subscriptionUpdated,
          signalArgs: [news],
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        }),
      );
    },

    /** Waits for Stripe's answer. Its no is an answer, no refusal. */
    revise: sender(client, reviseSubscription),
  };
}

export type SubscriptionWorkflows = ReturnType<typeof createSubscriptionWorkflows>;

/** What operators read in Temporal's lists. The server takes at most 400 bytes. */
function summary({ customerId, subscriptionPlanId }: SubscriptionStart): string {
  return `Subscription of ${customerId.slice(0, 64)}, plan ${subscriptionPlanId.slice(0, 32)}`;
}
