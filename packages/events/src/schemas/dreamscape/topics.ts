import type { z } from 'zod';
import { DAY_MS, message, type TopicDefinition } from '../topic';
import {
  attemptFailedEvent,
  partiallyRefundedEvent,
  paymentCompletedEvent,
  paymentFailedEvent,
  paymentInitiatedEvent,
  paymentRefundedEvent,
} from './events';
import { DREAMSCAPE_EXAMPLES } from './examples';
import { flatCompleted, flatFailed } from './flat';
import { FLAT_EXAMPLES } from './flat-examples';

const common = {
  family: 'dreamscape',
  direction: 'out',
  partitions: 6,
  retentionMs: 30 * DAY_MS,
} as const;

const enveloped = (
  name: keyof typeof DREAMSCAPE_EXAMPLES,
  summary: string,
  schema: z.ZodType,
): TopicDefinition => ({
  name,
  key: 'paymentId',
  summary,
  messages: [message('dreamscape', 'out', name, summary, schema, DREAMSCAPE_EXAMPLES[name])],
  ...common,
});

const flat = (
  name: keyof typeof FLAT_EXAMPLES,
  summary: string,
  schema: z.ZodType,
): TopicDefinition => ({
  name,
  key: 'bookingId',
  summary,
  messages: [message('dreamscape', 'out', name, summary, schema, FLAT_EXAMPLES[name])],
  only: 'dreamscapeFlatTopics',
  ...common,
});

/** Of 002_5ff0327524e14c4a.txt, two of our own beside them, and the flat ones of 004. */
export const DREAMSCAPE_TOPICS: readonly TopicDefinition[] = [
  enveloped(
    'dreamscape.payment.initiated',
    'A payment began: the customer can pay.',
    paymentInitiatedEvent,
  ),
  enveloped(
    'dreamscape.payment.completed',
    'The money is here, in time and in the right amount.',
    paymentCompletedEvent,
  ),
  enveloped(
    'dreamscape.payment.failed',
    'Final: no money will come. Declined for good, cancelled or expired; errorCode says which.',
    paymentFailedEvent,
  ),
  enveloped(
    'dreamscape.payment.refunded',
    'All of the price went back. Partial refunds come here only where they are configured to.',
    paymentRefundedEvent,
  ),
  enveloped(
    'dreamscape.payment.attempt_failed',
    'One attempt was declined; the customer may try again. Do not cancel anything.',
    attemptFailedEvent,
  ),
  enveloped(
    'dreamscape.payment.partially_refunded',
    'A part of the price went back; the booking stands. Do not cancel anything.',
    partiallyRefundedEvent,
  ),
  flat('payment.completed', 'The money is here. Without envelope.', flatCompleted),
  flat('payment.failed', 'Final: no money will come. Without envelope.', flatFailed),
];
