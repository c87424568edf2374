import { accessFault } from './api/access';
import { createApp } from './api/app';
import { DEFAULT_LIMITS, type ApiSettings } from './api/dependencies';
import { createBrokersCheck, createHealthChecks } from './api/health-checks';
import { listen } from './api/listening';
import { createMetrics } from './api/metrics';
import { ConfigError, contractOptions, kafkaOptions, readConfig, type Config } from './config';
import { createDatabase } from './db/client';
import { backlog } from './db/stripe-events';
import { createDelivery } from './inbox/delivery';
import { createKafka } from './kafka/client';
import { createContracts } from './kafka/contracts';
import { createLogger } from './logger';
import { stopOnSignal } from './shutdown';
import { createStripe, type StripeClient } from './stripe/client';
import { createClientSecrets } from './stripe/client-secrets';
import { createDisputes } from './stripe/disputes';
import { createPaymentIntents } from './stripe/payment-intents';
import { stripeStatus } from './stripe/reachability';
import { createBookingWorkflows } from './temporal/bookings';
import { createTemporalClient, temporalSettings } from './temporal/connection';
import { temporalStatus } from './temporal/reachability';
import { createDisputeWorkflows } from './temporal/disputes';
import { createRefundWorkflows } from './temporal/refunds';
import { createSubscriptionWorkflows } from './temporal/subscriptions';

/** The process that serves HTTP: the API and Stripe's webhooks. */
async function start(): Promise<void> {
  const config = readConfig(process.env);
  const fault = accessFault(config);
  if (fault) throw new ConfigError(fault);
  const logger = createLogger('api', config.LOG_LEVEL);

  const db = createDatabase(config.DATABASE_URL);
  const stripe = createStripe(config.STRIPE_SECRET_KEY, config.STRIPE_API_BASE);
  const temporal = createTemporalClient(temporalSettings(process.env));
  const bookings = createBookingWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const refunds = createRefundWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const disputes = createDisputeWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const subscriptions = createSubscriptionWorkflows(temporal, config.TEMPORAL_TASK_QUEUE);
  const workflows = { bookings, refunds, disputes, subscriptions };
  const intents = createPaymentIntents(stripe);
  const brokers = createBrokersCheck(createKafka({ ...kafkaOptions(config), logger }).admin);

  const app = createApp({
    db,
    bookings,
    refunds,
    disputes,
    authentication: createDisputes(stripe).authentication,
    secrets: createClientSecrets(stripe),
    contracts: createContracts(contractOptions(config)),
    delivery: createDelivery({ db, ...workflows, intents, logger }),
    checks: createHealthChecks({
      database: async () => (await db.$queryRaw`SELECT 1`, 'connected'),
      temporal: () => temporalStatus(temporal),
      stripe: () => stripeStatus(stripe),
      kafka: brokers.ask,
    }),
    metrics: createMetrics(() => backlog(db)),
    logger,
    settings: settingsOf(config, stripe),
  });
  const server = await listen(app, config.HOST, config.PORT);
  stopOnSignal(logger, [
    ['http', () => server.close()],
    ['kafka', brokers.close],
    ['temporal', () => temporal.connection.close()],
    ['database', () => db.$disconnect()],
  ]);
  logger.warn('AUTH=off: every caller on this machine may create, refund and cancel payments');
  logger.info({ url: server.url }, 'ready');
}

function settingsOf(config: Config, stripe: StripeClient): ApiSettings {
  return {
    publishableKey: config.STRIPE_PUBLISHABLE_KEY,
    webhookSecrets: config.STRIPE_WEBHOOK_SECRET,
    livemode: config.livemode,
    stripeVersion: String(stripe.getApiField('version')),
    frontendUrl: config.FRONTEND_URL,
    families: config.KAFKA_BINDINGS,
    kafka: {
      brokers: config.KAFKA_BROKERS,
      secure: config.KAFKA_SSL,
      saslMechanism: config.KAFKA_SASL_MECHANISM,
      groupId: config.KAFKA_GROUP_ID,
      replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    },
    limits: DEFAULT_LIMITS,
  };
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
