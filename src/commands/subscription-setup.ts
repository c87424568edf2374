import type { Handle } from '@booking-payment/events';
import { answeredOnce } from './answered-once';
import type { CommandDependencies } from './dependencies';
import type { CustomerResults } from './results';
import { createSubscriptionBeginning } from './subscription-beginning';
import { subscriptionOrder } from './subscription-order';
import { createSetupResults, type SetupAnswer } from './subscription-result';
import { createSubscriptionRevising } from './subscription-revising';

/** `stripe.subscription.setup`: begins, changes or ends a subscription. */
export function createSubscriptionSetups(
  deps: CommandDependencies,
  results: CustomerResults,
): Handle {
  const begin = createSubscriptionBeginning(deps);
  const revise = createSubscriptionRevising(deps);
  const setupResult = createSetupResults(deps);

  return answeredOnce<SetupAnswer>(deps, {
    command: 'stripe.subscription.setup',
    async carryOut(request, stopping) {
      const order = subscriptionOrder(request);
      if ('start' in order) return { setupId: await begin(order, stopping), action: 'begun' };
      return { setupId: await revise(request.customerId, order), action: 'revised' };
    },
    resultOf: async (answer, told) => results.setupResult(await setupResult(answer, told)),
  });
}
