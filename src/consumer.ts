import { createEffects } from './activities/effects';
import { createCommands } from './commands';
import { createConsuming } from './commands/consuming';
import { contractOptions, kafkaOptions, readConfig } from './config';
import { createDatabase } from './db/client';
import { createAnnouncer } from './inbox/announcer';
import { createDelivery } from './inbox/delivery';
import { createDispatcher } from './inbox/dispatcher';
import { createReception } from './inbox/reception';
import { createKafka } from './kafka/client';
import { createContracts, type OutRecord } from './kafka/contracts';
import { Publisher } from './kafka/publisher';
import { mustExist } from './kafka/topics';
import { createLogger } from './logger';
import { stopOnSignal } from './shutdown';
import { createStripe } from './stripe/client';
import { createClientSecrets } from './stripe/client-secrets';
import { createCustomers } from './stripe/customers';
import { createPaymentIntents } from './stripe/payment-intents';
import { createSetupSecrets } from './stripe/setup-intents';
import { createSubscriptions } from './stripe/subscriptions';
import { createBookingWorkflows } from './temporal/bookings';
import { createTemporalClient, temporalSettings } from './temporal/connection';
import { createDisputeWorkflows } from './temporal/disputes';
import { createRefundWorkflows } from './temporal/refunds';
import { createSubscriptionWorkflows } from './temporal/subscriptions';

const SECOND = 1_000;

/**
 * The process that takes from inboxes: events of Stripe that the API could not hand over, and
 * commands that come by Kafka.
 */
function start(): void {
  const config = readConfig(process.env);
  const logger = createLogger('consumer', config.LOG_LEVEL);
  const db = createDatabase(config.DATABASE_URL);
  const stripe = createStripe(config.STRIPE_SECRET_KEY, config.STRIPE_API_BASE);
  const temporal = createTemporalClient(temporalSettings(process.env));
  const bookings = createBookingWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const refunds = createRefundWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const disputes = createDisputeWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const subscriptions = createSubscriptionWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const workflows = { bookings, refunds, disputes, subscriptions };
  const intents = createPaymentIntents(stripe);
  const delivery = createDelivery({ db, ...workflows, intents, logger });
  const dispatcher = createDispatcher({ db, delivery, logger });

  const kafka = createKafka({ ...kafkaOptions(config), logger });
  const publisher = new Publisher({ kafka, logger });
  const publish = (records: readonly OutRecord[]) => publisher.publish(records);
  const contracts = createContracts(contractOptions(config));
  const announcer = createAnnouncer({ db, webhooks: contracts.webhooks, publish, logger });
  const receiving = {
    livemode: config.livemode,
    stripeVersion: String(stripe.getApiField('version')),
    deliveryMs: SECOND,
  };
  const commands = createCommands(
    {
      ...{ db, ...workflows, contracts, logger },
      reception: createReception({ db, delivery, logger, settings: receiving }),
      secrets: createClientSecrets(stripe),
      setupSecrets: createSetupSecrets(stripe),
      billing: createSubscriptions(stripe),
      customers: createCustomers(stripe),
      once: createEffects(db),
      publish,
      webhookSecrets: config.STRIPE_WEBHOOK_SECRET,
      rowMs: 5 * SECOND,
    },
    config.KAFKA_BINDINGS,
  );
  const consuming = createConsuming(commands, {
    kafka: kafkaOptions(config),
    groupId: config.KAFKA_GROUP_ID,
    deadLetters: contracts.wire('payment-events-dlq'),
    topicsExist: (topics) => mustExist(kafka, topics),
    onFatal: (error) => giveUp(error),
    logger,
  });

  dispatcher.start();
  announcer.start();
  consuming.start().catch((error: unknown) => logger.warn({ err: error }, 'takes no commands'));
  stopOnSignal(logger, [
    ['commands', consuming.stop],
    ['dispatcher', dispatcher.stop],
    ['announcer', announcer.stop],
    ['publisher', () => publisher.disconnect()],
    ['temporal', () => temporal.connection.close()],
    ['database', () => db.$disconnect()],
  ]);
  logger.info('ready');
}

/** Whoever supervises this process starts it again; a half-dead one would go unnoticed. */
function giveUp(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

try {
  start();
} catch (error) {
  giveUp(error);
}
