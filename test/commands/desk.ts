import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { createCommands, type CommandDependencies } from '../../src/commands';
import { createConsuming } from '../../src/commands/consuming';
import { createTransitions } from '../../src/db/transitions';
import { createDelivery } from '../../src/inbox/delivery';
import { createReception } from '../../src/inbox/reception';
import { createKafka } from '../../src/kafka/client';
import { createContracts } from '../../src/kafka/contracts';
import { Publisher } from '../../src/kafka/publisher';
import { mustExist, provisionTopics } from '../../src/kafka/topics';
import { createLogger } from '../../src/logger';
import { createClientSecrets } from '../../src/stripe/client-secrets';
import { createCustomers } from '../../src/stripe/customers';
import { createSetupSecrets } from '../../src/stripe/setup-intents';
import { startSaga } from '../activities/saga';
import { temporalStandIn } from '../api/temporal-stand-in';
import { kafkaBroker } from '../support/kafka';
import { openEar, type Ear } from './ear';

const FAMILIES = ['canonical', 'dreamscape', 'customer', 'orders'];
const TOLD = [
  'payment.card.result',
  'payment.setup.result',
  'webhook.processed',
  'payment-webhook-received',
  'payment-events-dlq',
];
export const WEBHOOK_SECRETS = ['whsec_new', 'whsec_old'];

export type Desk = Awaited<ReturnType<typeof startDesk>>;

/** A desk for all tests of a file. Whatever a test has done, the books must be right after it. */
export function useDesk(): () => Desk {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startDesk();
  });
  afterEach(async () => {
    await desk.saga.clearFaults();
    await desk.temporal.idle();
    expect(await desk.saga.audit()).toEqual([]);
  });
  afterAll(() => desk?.stop());
  return () => desk;
}

/**
 * Commands as the consumer process takes them: a real broker, PostgreSQL, Stripe's simulator and
 * the booking owner. Temporal is stood in for; behind the stand-in are the real activities.
 */
export async function startDesk() {
  const saga = await startSaga();
  const { db } = saga;
  const { brokers } = kafkaBroker();
  const logger = createLogger('consumer', 'silent');
  const contracts = createContracts({
    families: FAMILIES,
    defaultBindings: ['dreamscape'],
    topicPrefix: `${randomUUID().slice(0, 8)}.`,
    topicMap: {},
    dreamscapeFlatTopics: true,
    dreamscapePartialRefunds: 'separate',
  });
  const transitions = createTransitions(db, contracts.render, false);
  const temporal = temporalStandIn(saga.acts({ contracts, transitions }));
  const kafka = createKafka({ clientId: 'test', brokers, logger });
  await provisionTopics(kafka, {
    topics: contracts.topics,
    replicationFactor: 1,
    create: true,
    logger,
  });
  const publisher = new Publisher({ kafka, logger });
  const { intents } = saga.deps;
  const delivery = createDelivery({ db, ...temporal.ports, intents, logger });
  const settings = { livemode: false, stripeVersion: Stripe.API_VERSION, deliveryMs: 1_000 };
  const deps: CommandDependencies = {
    ...{ db, ...temporal.ports, contracts, logger },
    reception: createReception({ db, delivery, logger, settings }),
    secrets: createClientSecrets(saga.stripe),
    setupSecrets: createSetupSecrets(saga.stripe),
    billing: saga.deps.subscriptions,
    customers: createCustomers(saga.stripe),
    once: saga.deps.once,
    publish: (records) => publisher.publish(records),
    webhookSecrets: WEBHOOK_SECRETS,
    rowMs: 2_000,
  };
  const groupId = randomUUID();
  const consumingWith = (changed: Partial<CommandDependencies> = {}) =>
    createConsuming(createCommands({ ...deps, ...changed }, FAMILIES), {
      kafka: { clientId: 'test', brokers },
      groupId,
      deadLetters: contracts.wire('payment-events-dlq'),
      topicsExist: (topics) => mustExist(kafka, topics),
      onFatal: (error) => {
        throw error;
      },
      logger,
    });
  const ear = await openEar(brokers, TOLD.map(contracts.wire));
  let consuming = consumingWith();
  await consuming.start();

  return {
    saga,
    db,
    temporal,
    contracts,
    deps,
    ...named(ear, contracts.wire),
    /** Another process takes over, with some parts replaced. */
    async takeOver(changed: Partial<CommandDependencies> = {}): Promise<void> {
      await consuming.stop();
      consuming = consumingWith(changed);
      await consuming.start();
    },
    stopConsuming: () => consuming.stop(),
    async stop(): Promise<void> {
      await consuming.stop();
      await ear.close();
      await publisher.disconnect();
      await temporal.idle();
      await saga.stop();
    },
  };
}

/** Topics by their names in the catalogue. */
function named(ear: Ear, wire: (topic: string) => string) {
  const by =
    <R extends unknown[], T>(call: (topic: string, ...rest: R) => T) =>
    (topic: string, ...rest: R) =>
      call(wire(topic), ...rest);
  return { send: by(ear.send), hears: by(ear.hears), on: by(ear.on) };
}
