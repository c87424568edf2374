import { CANONICAL_TOPICS } from './canonical/topics';
import { CUSTOMER_TOPICS } from './customer/topics';
import { DREAMSCAPE_TOPICS } from './dreamscape/topics';
import { ORDERS_TOPICS } from './orders/topics';
import { DAY_MS, type Message, type TopicDefinition } from './topic';

/** What no consumer could take. Kept three days and restricted: it may hold personal data. */
export const DEAD_LETTER_TOPIC: TopicDefinition = {
  name: 'payment-events-dlq',
  key: 'as received',
  direction: 'both',
  partitions: 1,
  retentionMs: 3 * DAY_MS,
  summary:
    'What no consumer could use: key, value and headers as they came, and headers that say why.',
  messages: [],
};

/** Every topic there can be, under its own name. */
export const CATALOGUE: readonly TopicDefinition[] = [
  ...CANONICAL_TOPICS,
  ...DREAMSCAPE_TOPICS,
  ...CUSTOMER_TOPICS,
  ...ORDERS_TOPICS,
  DEAD_LETTER_TOPIC,
];

export const MESSAGES: readonly Message[] = CATALOGUE.flatMap(({ messages }) => messages);

export interface EnabledOptions {
  /** Enabled families; `canonical` is always on. */
  families: readonly string[];
  dreamscapeFlatTopics?: boolean;
  ordersLifecycle?: boolean;
}

/** The topics that a configuration has. */
export function enabledTopics(options: EnabledOptions): TopicDefinition[] {
  const families = ['canonical', ...options.families];
  return CATALOGUE.filter(
    ({ family, only }) =>
      (family === undefined || families.includes(family)) &&
      (only === undefined || options[only] === true),
  );
}
