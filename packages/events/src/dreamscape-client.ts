import { checkBrokers } from './consumer/connection';
import type { Consumer } from './consumer/consumer';
import type { EventsOf } from './consumer/event-kinds';
import { silentLogger, type Logger } from './consumer/logger';
import type { ConsumerOptions } from './consumer/options';
import { subscribe, type EventHandlers } from './consumer/subscribe';
import { kafkaFromEnvironment } from './environment';
import type { IdempotencyStore } from './idempotency/store';
import type { BaseEvent } from './schemas/dreamscape/envelope';

/** 002_5ff0327524e14c4a.txt's names; the last two topics are ours. */
export const KAFKA_TOPICS = {
  PAYMENT_INITIATED: 'dreamscape.payment.initiated',
  PAYMENT_COMPLETED: 'dreamscape.payment.completed',
  PAYMENT_FAILED: 'dreamscape.payment.failed',
  PAYMENT_REFUNDED: 'dreamscape.payment.refunded',
  PAYMENT_ATTEMPT_FAILED: 'dreamscape.payment.attempt_failed',
  PAYMENT_PARTIALLY_REFUNDED: 'dreamscape.payment.partially_refunded',
} as const;

/** The consumers that 002 names; any other group's name will do as well. */
export const CONSUMER_GROUPS = {
  VOYAGE_SERVICE: 'voyage-service',
  USER_SERVICE: 'user-service',
  NOTIFICATION_SERVICE: 'notification-service',
  ANALYTICS_SERVICE: 'analytics-service',
  FRAUD_DETECTION_SERVICE: 'fraud-detection-service',
  MY_SERVICE: 'my-service',
} as const;

type Events = EventsOf['dreamscape'];
type Subscription<T extends keyof Events = keyof Events> = {
  [K in T]: {
    readonly topic: `dreamscape.${K}`;
    readonly handler: (message: BaseEvent<Events[K]['payload']>) => Promise<void>;
  };
}[T];

interface DreamscapeOptions extends Pick<ConsumerOptions, 'metrics' | 'onFatal' | 'fromBeginning'> {
  /** Default: the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
  /** Drops events that are known; without one a handler must take copies in good part. */
  readonly store?: IdempotencyStore<unknown>;
}

export interface DreamscapeClient {
  /** Rejects when no broker can be reached. */
  connect(): Promise<void>;
  /** Resolves when the group is joined. A handler that throws is asked again until it does not. */
  subscribe(group: string, subscriptions: readonly Subscription[]): Promise<void>;
  disconnect(): Promise<void>;
}

/** The client that 002's samples are written against. Configured by the environment (README). */
export function getKafkaClient(
  serviceName: string,
  { env = process.env, logger = silentLogger, store, ...more }: DreamscapeOptions = {},
): DreamscapeClient {
  const { kafka, topicName } = kafkaFromEnvironment(serviceName, env);
  const deadLetters = topicName('payment-events-dlq');
  const consumers = new Map<string, Consumer>();

  return {
    connect: () => checkBrokers(kafka, logger),

    async subscribe(group, subscriptions) {
      if (consumers.has(group))
        throw new Error(`"${group}" is subscribed already: pass all of its topics in one call`);
      const consumer = subscribe({
        ...{ family: 'dreamscape' as const, groupId: group, on: handlersOf(subscriptions) },
        ...{ kafka, topicName, deadLetters, logger, ...more },
        ...(store && { store }),
      });
      consumers.set(group, consumer);
      await consumer.start();
    },

    async disconnect() {
      await Promise.all([...consumers.values()].map((consumer) => consumer.stop()));
      consumers.clear();
    },
  };
}

function handlersOf(subscriptions: readonly Subscription[]): EventHandlers<'dreamscape', unknown> {
  const topics = subscriptions.map(({ topic }) => topic);
  const twice = topics.find((topic, index) => topics.indexOf(topic) !== index);
  if (twice !== undefined) throw new Error(`${twice} has two handlers: pass one per topic`);
  return Object.fromEntries(
    subscriptions.map(({ topic, handler }) => [topic.replace(/^dreamscape\./, ''), handler]),
  );
}
