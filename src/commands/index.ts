import type { Handle } from '@booking-payment/events';
import { stripeFault } from '../stripe/errors';
import type { CommandDependencies } from './dependencies';
import { createPaymentRequests } from './payment-request';
import { createRefundCommands } from './refund-request';
import { createSubscriptionSetups } from './subscription-setup';
import { createWebhookCommands } from './webhook-received';

export type { CommandDependencies } from './dependencies';

/** Topics that may not hold each other up: each class has a consumer of its own. */
export type CommandClass = 'commands' | 'refunds' | 'webhooks';

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
  const command = (topic: string, kind: CommandClass, handle: Handle): Command => ({
    topic: deps.contracts.wire(topic),
    class: kind,
    handle: withoutStripesWords(handle),
  });
  return [
    ...(results
      ? [
          command('stripe.payment.request', 'commands', createPaymentRequests(deps, results)),
          command('stripe.subscription.setup', 'commands', createSubscriptionSetups(deps, results)),
          command('stripe.webhook.received', 'webhooks', createWebhookCommands(deps, results)),
        ]
      : []),
    ...(families.includes('orders')
      ? [command('payment-refund-initiated', 'refunds', createRefundCommands(deps))]
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
