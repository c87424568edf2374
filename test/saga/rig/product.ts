import Stripe from 'stripe';
import { Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createActivities } from '../../../src/activities';
import type { Policy } from '../../../src/activities/dependencies';
import { createEffects } from '../../../src/activities/effects';
import { failureInterceptor } from '../../../src/activities/failures';
import { createWebhookBackfill } from '../../../src/activities/webhook-backfill';
import { createApp } from '../../../src/api/app';
import { listen } from '../../../src/api/listening';
import { createMetrics } from '../../../src/api/metrics';
import { createBookingOwner } from '../../../src/booking-owner/client';
import type { Database } from '../../../src/db/client';
import { backlog } from '../../../src/db/stripe-events';
import { createTransitions } from '../../../src/db/transitions';
import { createBackfill } from '../../../src/inbox/webhook-backfill';
import { createDelivery } from '../../../src/inbox/delivery';
import { createDispatcher } from '../../../src/inbox/dispatcher';
import { createContracts } from '../../../src/kafka/contracts';
import { createLogger } from '../../../src/logger';
import { createStripe } from '../../../src/stripe/client';
import { createClientSecrets } from '../../../src/stripe/client-secrets';
import { createDisputes } from '../../../src/stripe/disputes';
import { createEvents } from '../../../src/stripe/events';
import { createPaymentIntents } from '../../../src/stripe/payment-intents';
import { createInvoices } from '../../../src/stripe/invoices';
import { createRefunds } from '../../../src/stripe/refunds';
import { createSavedCards } from '../../../src/stripe/saved-cards';
import { createSubscriptions } from '../../../src/stripe/subscriptions';
import { createBookingWorkflows } from '../../../src/temporal/bookings';
import { createTemporalClient } from '../../../src/temporal/connection';
import { createDisputeWorkflows } from '../../../src/temporal/disputes';
import { createRefundWorkflows } from '../../../src/temporal/refunds';
import { createSubscriptionWorkflows } from '../../../src/temporal/subscriptions';
import { WITHOUT_PINGS } from '../../support/temporal';
import { workflowBundle } from '../../support/workflow-bundle';
import type { ActivityCount } from './activity-count';
import type { Clock } from './clock';
import type { House } from './house';
import { WEBHOOK_SECRET, type StripeSide } from './stripe';

const OWNER_ANSWERS_WITHIN_MS = 1_000;
const DISPATCH_EVERY_MS = 50;
/** As many as there are connections for: a busy machine must not make them wait for each other. */
const ACTIVITIES_AT_ONCE = 20;

interface Around {
  env: TestWorkflowEnvironment;
  taskQueue: string;
  db: Database;
  stripe: StripeSide;
  house: House;
  clock: Clock;
  activity: ActivityCount;
  policy: Policy;
}

/**
 * The product as its three processes build it, in one: real activities and workflows, API, inbox
 * and dispatcher. Only Kafka is absent; what it would be given stays in its table.
 */
export async function startProduct({ env, taskQueue, db, ...around }: Around) {
  const { stripe, house, clock, activity, policy } = around;
  const logger = createLogger('worker', 'silent');
  const sdk = createStripe(stripe.secretKey, stripe.url);
  const contracts = createContracts({
    families: ['canonical', 'dreamscape', 'customer', 'orders'],
    defaultBindings: ['dreamscape'],
    topicPrefix: '',
    topicMap: {},
    dreamscapeFlatTopics: true,
    dreamscapePartialRefunds: 'separate',
  });
  const intents = createPaymentIntents(sdk);
  const disputing = createDisputes(sdk);
  const scanned = { db, events: createEvents(sdk), intents, livemode: policy.livemode, logger };
  const backfill = createBackfill({ ...scanned, now: clock.now });
  const activities = createActivities(
    {
      db,
      transitions: createTransitions(db, contracts.render, false),
      offer: () => Promise.resolve(),
      offerSubscription: () => Promise.resolve(),
      contracts,
      once: createEffects(db, clock.now),
      intents,
      refunds: createRefunds(sdk),
      disputes: disputing,
      subscriptions: createSubscriptions(sdk),
      invoices: createInvoices(sdk),
      cards: createSavedCards(sdk),
      owner: createBookingOwner(house.url, OWNER_ANSWERS_WITHIN_MS),
      policy,
      now: clock.now,
      logger,
    },
    {
      publishPending: () => Promise.resolve({ published: 0, left: 0 }),
      ...createWebhookBackfill(backfill),
    },
  );

  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: workflowBundle(),
    activities,
    interceptors: {
      activity: [activity.interceptor, clock.interceptor, failureInterceptor(logger)].map(
        (inbound) => () => ({
          inbound,
        }),
      ),
    },
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    shutdownForceTime: '20s',
  });
  const working = worker.run();

  const connectionOptions = { address: env.address, channelArgs: WITHOUT_PINGS };
  const temporal = createTemporalClient({ namespace: 'default', connectionOptions });
  const bookings = createBookingWorkflows(temporal, taskQueue);
  const refunds = createRefundWorkflows(temporal, taskQueue);
  const disputes = createDisputeWorkflows(temporal, taskQueue);
  const subscriptions = createSubscriptionWorkflows(temporal, taskQueue);
  const workflows = { bookings, refunds, disputes, subscriptions };
  const delivery = createDelivery({ db, ...workflows, intents, logger });
  const up = () => Promise.resolve({ healthy: true, status: 'connected' });
  const app = createApp({
    db,
    bookings,
    refunds,
    disputes,
    authentication: disputing.authentication,
    secrets: createClientSecrets(sdk),
    contracts,
    delivery,
    checks: { database: up, temporal: up, kafka: up, stripe: up },
    metrics: createMetrics(() => backlog(db)),
    logger,
    settings: {
      publishableKey: stripe.publishableKey,
      webhookSecrets: [WEBHOOK_SECRET],
      livemode: false,
      stripeVersion: Stripe.API_VERSION,
      frontendUrl: 'http://localhost:5173',
      families: ['canonical', 'dreamscape', 'customer', 'orders'],
      kafka: {
        ...{ brokers: ['localhost:9092'], secure: false },
        ...{ groupId: 'payment-service', replicationFactor: 1 },
      },
      limits: { rowMs: 5_000, repeatMs: 5_000, deliveryMs: 1_000 },
    },
  });
  const server = await listen(app, '127.0.0.1', 0);
  await stripe.sendWebhooksTo(`${server.url}/webhooks/stripe`);
  const dispatcher = createDispatcher({ db, delivery, logger }, DISPATCH_EVERY_MS);
  dispatcher.start();

  return {
    url: server.url,
    temporal,
    backfill,
    async stop(): Promise<void> {
      await dispatcher.stop();
      await server.close(0);
      worker.shutdown();
      await working;
      await temporal.connection.close();
    },
  };
}
