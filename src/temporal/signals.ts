import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { StripeNews } from '../workflows/messages';
import { bounded } from './bounded';

const SIGNAL_LIMIT_MS = 1_000;

/** Stripe has news of the object; the workflow reads Stripe itself. `gone`: none runs. */
export function teller(client: Client, signal: SignalDefinition<[StripeNews] | [StripeNews?]>) {
  return async (workflowId: string, news: StripeNews): Promise<'told' | 'gone'> => {
    try {
      await bounded(client, SIGNAL_LIMIT_MS, () =>
        client.workflow.getHandle(workflowId).signal(signal, news),
      );
      return 'told';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone';
      throw error;
    }
  };
}
