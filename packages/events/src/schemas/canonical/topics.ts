import { DAY_MS, message, type Message, type TopicDefinition } from '../topic';
import { BOOKING_EXAMPLES } from './booking-examples';
import { CANONICAL_EVENTS } from './event';
import { MONEY_BACK_EXAMPLES } from './money-back-examples';
import { PAYMENT_EXAMPLES } from './payment-examples';
import { CANONICAL_SUMMARIES } from './summaries';

const EXAMPLES = { ...BOOKING_EXAMPLES, ...PAYMENT_EXAMPLES, ...MONEY_BACK_EXAMPLES };

const MESSAGES: Message[] = CANONICAL_EVENTS.map((schema) => {
  const name = schema.shape.eventType.value;
  return message('canonical', 'out', name, CANONICAL_SUMMARIES[name], schema, EXAMPLES[name]);
});

export const CANONICAL_TOPICS: readonly TopicDefinition[] = [
  {
    name: 'booking-payment.events',
    family: 'canonical',
    key: 'bookingId',
    direction: 'out',
    partitions: 12,
    retentionMs: 30 * DAY_MS,
    summary: 'Everything that happens to a booking and its payment, in order, in one place.',
    messages: MESSAGES,
  },
];
