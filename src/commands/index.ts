import type { Handle } from '@booking-payment/events';
import { commandClassOf, type CommandClass } from '../kafka/contracts/command-groups';
import { stripeFault } from '../stripe/errors';
import type { CommandDependencies } from './dependencies';
import { createPaymentRequests } from './payment-request';
import { createRefundCommands } from './refund-request';
import { createSubscriptionSetups } from './subscription-setup';
import { createWebhookCommands } from './webhook-received';

export type { CommandDependencies } from './dependencies';

/** One topic that we take commands from. */
export interface Command {
  /** By its name on the wire. */
  topic: string;
  class: CommandClass;
  handle: Handle;
}

/** The commands of the enabled families. */
export function createCommands(deps: CommandDependencies, families: readonly string[]): Command[] {
  const { results } = deps.contracts;
  const command = (topic: string, handle: Handle): Command => ({
    topic: deps.contracts.wire(topic),
    class: commandClassOf(topic),
    handle: withoutStripesWords(handle),
  });
  return [
    ...(results
      ? [
          command('stripe.payment.request', createPaymentRequests(deps, results)),
          command('stripe.subscription.setup', createSubscriptionSetups(deps, results)),
          command('stripe.webhook.received', createWebhookCommands(deps, results)),
        ]
      : []),
    ...(families.includes('orders')
      ? [command('payment-refund-initiated', createRefundCommands(deps))]
      : []),
  ];
}

/** What Stripe's errors quote, persons and client secrets among it, must not get into a log. */
function withoutStripesWords(handle: Handle): Handle {
  return async (record, stopping) => {
    try {
      await handle(record, stopping);
    } catch (error) {
      const fault = stripeFault(error);
      if (!fault) throw error;
      throw new Error(`Stripe gave no answer that helps (${fault.kind})`);
    }
  };
}
