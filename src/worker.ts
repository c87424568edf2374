import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from './activities';
import type { Policy } from './activities/dependencies';
import { createEffects } from './activities/effects';
import { failureInterceptor } from './activities/failures';
import { createOutboxes } from './activities/outboxes';
import { createWebhookBackfill } from './activities/webhook-backfill';
import { createBookingOwner } from './booking-owner/client';
import { contractOptions, kafkaOptions, readConfig, workerVersion, type Config } from './config';
import { createDatabase } from './db/client';
import { createTransitions } from './db/transitions';
import { createBackfill } from './inbox/webhook-backfill';
import { createKafka } from './kafka/client';
import { createContracts } from './kafka/contracts';
import { Publisher } from './kafka/publisher';
import { provisionTopics } from './kafka/topics';
import { createLogger } from './logger';
import { stopOnSignal } from './shutdown';
import { createStripe } from './stripe/client';
import { createEvents } from './stripe/events';
import { createDisputes } from './stripe/disputes';
import { createPaymentIntents } from './stripe/payment-intents';
import { createInvoices } from './stripe/invoices';
import { createRefunds } from './stripe/refunds';
import { createSavedCards } from './stripe/saved-cards';
import { createSubscriptions } from './stripe/subscriptions';
import { createTemporalClient, temporalSettings } from './temporal/connection';
import { reportCurrentBuild } from './temporal/deployments';
import { ensureSchedules } from './temporal/schedules';
import { ensureSearchAttributes } from './temporal/search-attributes';
import { installRuntime, untilItAnswers, versioning, workflowSource } from './worker-runtime';

const SECOND = 1_000;

/** The process that runs workflows and activities. */
async function start(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger('worker', config.LOG_LEVEL);
  installRuntime(logger);

  const db = createDatabase(config.DATABASE_URL);
  const kafka = createKafka({ ...kafkaOptions(config), logger });
  const publisher = new Publisher({ kafka, logger });
  const contracts = createContracts(contractOptions(config));
  const outboxes = createOutboxes({ db, publisher, logger });
  const stripe = createStripe(config.STRIPE_SECRET_KEY, config.STRIPE_API_BASE);
  const { livemode } = config;
  const intents = createPaymentIntents(stripe);
  const scanned = { db, events: createEvents(stripe), intents, livemode, now: Date.now, logger };
  const activities = createActivities(
    {
      db,
      transitions: createTransitions(db, contracts.render, config.livemode),
      offer: outboxes.offer,
      offerSubscription: outboxes.offerSubscription,
      contracts,
      once: createEffects(db),
      intents,
      refunds: createRefunds(stripe),
      disputes: createDisputes(stripe),
      subscriptions: createSubscriptions(stripe),
      invoices: createInvoices(stripe),
      cards: createSavedCards(stripe),
      owner: createBookingOwner(config.BOOKING_OWNER_URL),
      policy: policyOf(config),
      now: Date.now,
      logger,
    },
    { publishPending: outboxes.sweep, ...createWebhookBackfill(createBackfill(scanned)) },
  );

  const settings = temporalSettings(process.env);
  const client = createTemporalClient(settings);
  await untilItAnswers(logger, 'Temporal', () =>
    ensureSearchAttributes(client.connection, settings.namespace),
  );
  await ensureSchedules(client, config.TEMPORAL_TASK_QUEUE);
  const topics = {
    topics: contracts.topics,
    replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    create: config.KAFKA_PROVISION_TOPICS,
    logger,
  };
  // In the background: Kafka being down delays events and nothing else.
  void untilItAnswers(logger, 'Kafka', () => provisionTopics(kafka, topics));

  const version = workerVersion(config);
  const connection = await NativeConnection.connect(settings.connectionOptions);
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    activities,
    ...workflowSource(),
    ...versioning(version),
    interceptors: { activity: [() => ({ inbound: failureInterceptor(logger) })] },
    shutdownGraceTime: 20 * SECOND,
    shutdownForceTime: 25 * SECOND,
  });
  const running = worker.run();
  stopOnSignal(logger, [
    ['worker', async () => (worker.shutdown(), running)],
    ['outbox', outboxes.drain],
    ['publisher', () => publisher.disconnect()],
    ['temporal', () => connection.close()],
    ['temporal client', () => client.connection.close()],
    ['database', () => db.$disconnect()],
  ]);
  logger.info('ready');
  if (version) void reportCurrentBuild(client, version, logger);
  await running;
}

function policyOf(config: Config): Policy {
  return {
    paymentWindowMs: config.PAYMENT_WINDOW,
    confirmWindowMs: config.CONFIRM_WINDOW,
    maxAttempts: config.PAYMENT_MAX_ATTEMPTS,
    failurePolicy: config.PAYMENT_FAILURE_POLICY,
    methodTypes: config.PAYMENT_METHOD_TYPES,
    livemode: config.livemode,
    returnUrl: new URL('/payment/confirmation', config.FRONTEND_URL).href,
  };
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
