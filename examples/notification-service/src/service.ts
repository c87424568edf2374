import {
  kafkaFromEnvironment,
  subscribe,
  type Consumer,
  type EventsOf,
  type IdempotencyStore,
  type Logger,
} from '@booking-payment/events';
import type { Config } from './config';
import type { Mailer } from './mailer';
import { failureNotice, invitation, receipt, refundNotice, type Mail } from './mails';

type Event = EventsOf['dreamscape'][keyof EventsOf['dreamscape']];

interface Parts {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mailer: Mailer;
  readonly store: IdempotencyStore;
  readonly logger: Logger;
  readonly onFatal: (error: Error) => void;
}

export function createService({ config, env, mailer, store, logger, onFatal }: Parts): Consumer {
  const { kafka, topicName } = kafkaFromEnvironment('notification-service', env);
  const oldestMs = config.MAX_AGE_HOURS * 3_600_000;

  /** A new group reads from the beginning: nobody wants last month's receipts once more. */
  async function send(event: Event, mail: Mail): Promise<void> {
    if (Date.now() - Date.parse(event.timestamp) > oldestMs) return;
    await mailer.send(event, mail);
    logger.info({ eventId: event.eventId, eventType: event.eventType }, 'mailed');
  }

  return subscribe({
    family: 'dreamscape',
    groupId: config.KAFKA_GROUP_ID,
    ...{ kafka, topicName, store, logger, onFatal },
    deadLetters: topicName('payment-events-dlq'),
    on: {
      'payment.completed': (event) => send(event, receipt(event)),
      'payment.failed': (event) => send(event, failureNotice(event, config.BOOK_AGAIN_URL)),
      'payment.refunded': (event) => send(event, refundNotice(event)),
      'payment.partially_refunded': (event) => send(event, refundNotice(event)),
      'payment.attempt_failed': (event) => send(event, invitation(event, config.CHECKOUT_URL)),
    },
  });
}
