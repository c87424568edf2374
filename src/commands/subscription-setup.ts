import type { Handle } from '@booking-payment/events';
import { answerCommand, beginCommand } from '../db/processed-commands';
import type { CommandDependencies } from './dependencies';
import { incoming, type Incoming } from './incoming';
import { REUSED, Rejected } from './rejection';
import type { CustomerResults } from './results';
import { createSubscriptionBeginning } from './subscription-beginning';
import { subscriptionOrder } from './subscription-order';
import { createSetupResults, type SetupAnswer } from './subscription-result';
import { createSubscriptionRevising } from './subscription-revising';

const COMMAND = 'stripe.subscription.setup';

/**
 * `stripe.subscription.setup`: begins, changes or ends a subscription, in the way of
 * `stripe.payment.request`: each step finds what was done, and a request that has its answer only
 * tells it once more.
 */
export function createSubscriptionSetups(
  deps: CommandDependencies,
  results: CustomerResults,
): Handle {
  const { db, publish } = deps;
  const begin = createSubscriptionBeginning(deps);
  const revise = createSubscriptionRevising(deps);
  const setupResult = createSetupResults(deps);

  return async (record, stopping) => {
    const request = incoming(record, COMMAND);
    const { customerId, requestId, metadata } = request;
    const key = { command: COMMAND, requestId };
    let row = await beginCommand(db, key, request);
    const reused = row.fingerprint !== request.fingerprint;
    if (!row.answer && !reused)
      row = await answerCommand(db, key, { ...(await answer(request, stopping)) });
    const told = { customerId, requestId, metadata, at: row.answeredAt ?? new Date() };
    const answered: SetupAnswer = reused ? { rejected: REUSED } : (row.answer ?? {});
    await publish([results.setupResult(await setupResult(answered, told))]);
  };

  async function answer(request: Incoming, stopping: AbortSignal): Promise<Answer> {
    try {
      const order = subscriptionOrder(request);
      if ('start' in order) return { setupId: await begin(order, stopping), action: 'begun' };
      return { setupId: await revise(request.customerId, order), action: 'revised' };
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return { rejected: { ...error.rejection } };
    }
  }
}

/** As PostgreSQL keeps it. */
type Answer =
  | { setupId: string; action: 'begun' | 'revised'; rejected?: never }
  | { rejected: Record<string, string> };
