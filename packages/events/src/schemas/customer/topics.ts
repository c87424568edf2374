import type { z } from 'zod';
import { DAY_MS, message, type TopicDefinition } from '../topic';
import { requestHeaders, webhookHeaders } from '../incoming-headers';
import { CUSTOMER_COMMAND_EXAMPLES } from './command-examples';
import { CUSTOMER_EXAMPLES } from './examples';
import { paymentRequest } from './payment-request';
import { analytics, cardResult, setupResult, statusUpdated, webhookProcessed } from './results';
import { subscriptionSetup } from './subscription-setup';
import { subscriptionPaymentUpdated, subscriptionStatusUpdated } from './subscriptions';
import { webhookReceived } from './webhook-received';

const WEEK = 7;

const incoming = (
  name: keyof typeof CUSTOMER_COMMAND_EXAMPLES,
  days: number,
  summary: string,
  schema: z.ZodType,
  headers: z.ZodType,
): TopicDefinition => ({
  ...{ name, family: 'customer', key: 'any', direction: 'in', partitions: 6, summary },
  retentionMs: days * DAY_MS,
  messages: [
    {
      ...message('customer', 'in', name, summary, schema, CUSTOMER_COMMAND_EXAMPLES[name]),
      headers,
    },
  ],
});

const outgoing = (
  name: keyof typeof CUSTOMER_EXAMPLES,
  key: TopicDefinition['key'],
  days: number,
  summary: string,
  schema: z.ZodType,
): TopicDefinition => ({
  ...{ name, family: 'customer', key, direction: 'out', partitions: 6, summary },
  retentionMs: days * DAY_MS,
  messages: [message('customer', 'out', name, summary, schema, CUSTOMER_EXAMPLES[name])],
});

const REQUEST =
  'Charge a customer. The answer comes on payment.card.result: one per request, keyed by paymentId.';
const SETUP =
  'Begin, change or cancel a subscription. The answer comes on payment.setup.result. To begin, ' +
  'send subscriptionPlanId, planInfo.stripePriceId and paymentMethodId; to change, the first two ' +
  'and subscriptionContext.subscriptionId; to cancel, only that.';
const WEBHOOK =
  'Hand a Stripe webhook on. Only rawPayload under its signature is believed, at the time of the ' +
  'record. The answer comes on webhook.processed; with a bad signature it is a dead letter, too.';

/** The topics of 001_eb58bbdef733c9ec.txt. */
export const CUSTOMER_TOPICS: readonly TopicDefinition[] = [
  incoming('stripe.payment.request', WEEK, REQUEST, paymentRequest, requestHeaders),
  incoming('stripe.subscription.setup', WEEK, SETUP, subscriptionSetup, requestHeaders),
  incoming('stripe.webhook.received', 3, WEBHOOK, webhookReceived, webhookHeaders),
  // One day only: they may hold a clientSecret.
  outgoing(
    ...(['payment.card.result', 'paymentId', 1] as const),
    'The answer to stripe.payment.request. Of a rejected request the key is the requestId.',
    cardResult,
  ),
  outgoing(
    ...(['payment.setup.result', 'paymentId', 1] as const),
    'The answer to stripe.subscription.setup. Of a rejected request the key is the requestId.',
    setupResult,
  ),
  outgoing(
    ...(['payment.status.updated', 'paymentId', WEEK] as const),
    'Every change of a payment after its beginning, refunds and disputes too.',
    statusUpdated,
  ),
  outgoing(
    ...(['payment.analytics', 'paymentId', WEEK] as const),
    'Every payment event, and every paid or unpaid invoice (keyed by its id), for counting.',
    analytics,
  ),
  outgoing(
    ...(['subscription.payment.updated', 'customerId', WEEK] as const),
    'An invoice of a subscription was paid, failed, or needs the customer.',
    subscriptionPaymentUpdated,
  ),
  outgoing(
    ...(['subscription.status.updated', 'customerId', WEEK] as const),
    'A subscription changed its status, its period or its end.',
    subscriptionStatusUpdated,
  ),
  outgoing(
    ...(['webhook.processed', 'stripeEventId', WEEK] as const),
    'What became of a webhook that was handed on by stripe.webhook.received; of those that Stripe ' +
      'sends us itself nothing is told. Of one that is rejected the key is the requestId.',
    webhookProcessed,
  ),
];
