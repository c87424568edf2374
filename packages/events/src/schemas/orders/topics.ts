import type { z } from 'zod';
import { DAY_MS, message, type Message, type TopicDefinition } from '../topic';
import { refundCommandHeaders } from '../incoming-headers';
import { REFUND_COMMAND_EXAMPLE } from './command-examples';
import { orderCancelled, orderCreated, orderEvent } from './lifecycle';
import { ORDERS_LIFECYCLE_EXAMPLES } from './lifecycle-examples';
import * as payment from './payment-events';
import { ORDERS_PAYMENT_EXAMPLES } from './payment-examples';
import { refundCommand } from './refund-command';

const EXAMPLES = { ...ORDERS_PAYMENT_EXAMPLES, ...ORDERS_LIFECYCLE_EXAMPLES };

const topic = (
  name: keyof typeof EXAMPLES,
  summary: string,
  schema: z.ZodType,
  more: Partial<TopicDefinition> = {},
): TopicDefinition => ({
  ...{ name, family: 'orders', key: 'orderId', direction: 'out', partitions: 3, summary },
  retentionMs: 30 * DAY_MS,
  messages: [message('orders', 'out', name, summary, schema, EXAMPLES[name])],
  ...more,
});

/** Order service sends its command where we announce: `ce_source` tells them apart. */
const COMMAND: Message = {
  ...message(
    'orders',
    'in',
    'payment-refund-initiated.command',
    'Order service asks for a refund: of refundAmount; without it of amount, where that is not ' +
      'the price; else of all that is left. The answer is payment-refunded (of a part ' +
      'PAYMENT_REFUNDED on payment-events alone), or a dead letter with the reason refused.',
    refundCommand,
    REFUND_COMMAND_EXAMPLE,
  ),
  headers: refundCommandHeaders,
};
const announced = topic(
  'payment-refund-initiated',
  'A refund was accepted and is on its way; of one that a command here asked for only ' +
    'payment-events tells. Ours has ce_source /payment-service; order service sends its command ' +
    'here, too.',
  payment.ordersRefundInitiated,
);
const played = { only: 'ordersLifecycle' } as const;

/** The topics of 003_ca788c9e7cbcbe8d.txt. */
export const ORDERS_TOPICS: readonly TopicDefinition[] = [
  topic(
    'payment-events',
    'Every payment event, for audit and analytics. Some come only here.',
    payment.ordersPaymentEvent,
  ),
  topic('payment-initiated', 'The customer can pay.', payment.ordersInitiated),
  topic('payment-processing', 'The bank is at work.', payment.ordersProcessing),
  topic('payment-completed', 'The money is here.', payment.ordersCompleted),
  topic('payment-failed', 'Final: no money will come.', payment.ordersFailed),
  topic(
    'payment-cancelled',
    'Ended before any money moved; cancelReason expired: the window was over.',
    payment.ordersCancelled,
  ),
  topic('payment-refunded', 'All of the price went back.', payment.ordersRefunded),
  topic(
    'payment-webhook-received',
    'Stripe sent a webhook about the payment. Without its raw payload; we never read it here.',
    payment.ordersWebhookReceived,
  ),
  { ...announced, direction: 'both', messages: [...announced.messages, COMMAND] },
  topic('order-events', 'Every change of an order.', orderEvent, played),
  topic('order-created', 'A paid order was confirmed.', orderCreated, played),
  topic(
    'order-cancelled',
    'An order ended unpaid, or its money went back.',
    orderCancelled,
    played,
  ),
];
