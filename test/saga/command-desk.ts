import { randomUUID } from 'node:crypto';
import type { ReceivedRecord } from '@booking-payment/events';
import { createEffects } from '../../src/activities/effects';
import { createCommands } from '../../src/commands';
import { createBackfill } from '../../src/inbox/webhook-backfill';
import { createContracts, type OutRecord } from '../../src/kafka/contracts';
import { createLogger } from '../../src/logger';
import { createStripe } from '../../src/stripe/client';
import { createClientSecrets } from '../../src/stripe/client-secrets';
import { createCustomers } from '../../src/stripe/customers';
import { createEvents } from '../../src/stripe/events';
import { createPaymentIntents } from '../../src/stripe/payment-intents';
import { createSetupSecrets } from '../../src/stripe/setup-intents';
import { createSubscriptions } from '../../src/stripe/subscriptions';
import { createBookingWorkflows } from '../../src/temporal/bookings';
import { createTemporalClient } from '../../src/temporal/connection';
import { createRefundWorkflows } from '../../src/temporal/refunds';
import { createSubscriptionWorkflows } from '../../src/temporal/subscriptions';
import { WITHOUT_PINGS } from '../support/temporal';
import type { Rig } from './rig/rig';

/** The commands on real workflows: only Kafka is absent, its records are handed over. */
export function startCommands({ db, taskQueue, env, stripe, clock }: Rig) {
  const connectionOptions = { address: env.address, channelArgs: WITHOUT_PINGS };
  const temporal = createTemporalClient({ namespace: 'default', connectionOptions });
  const sdk = createStripe(stripe.secretKey, stripe.url);
  const families = ['canonical', 'dreamscape', 'customer', 'orders'];
  const contracts = createContracts({
    ...{ families, defaultBindings: ['dreamscape'], topicPrefix: '', topicMap: {} },
    ...{ dreamscapeFlatTopics: true, dreamscapePartialRefunds: 'separate' },
  });
  const told: OutRecord[] = [];
  const commands = createCommands(
    {
      ...{ db, contracts, once: createEffects(db, clock.now), webhookSecrets: [], rowMs: 20_000 },
      bookings: createBookingWorkflows(temporal, taskQueue),
      refunds: createRefundWorkflows(temporal, taskQueue),
      subscriptions: createSubscriptionWorkflows(temporal, taskQueue),
      reception: { receive: () => Promise.reject(new Error('webhooks come by HTTP here')) },
      secrets: createClientSecrets(sdk),
      setupSecrets: createSetupSecrets(sdk),
      billing: createSubscriptions(sdk),
      customers: createCustomers(sdk),
      publish: (records) => Promise.resolve(void told.push(...records)),
      logger: createLogger('consumer', 'silent'),
    },
    families,
  );

  /** Until it is done, as the consumer would. */
  async function take(topic: string, body: object): Promise<void> {
    const { handle } = commands.find((command) => command.topic === topic)!;
    const record: ReceivedRecord = {
      ...{ topic, partition: 0, offset: randomUUID(), key: null, headers: {} },
      value: Buffer.from(JSON.stringify(body)),
      timestampMs: Date.now(),
    };
    const stopping = new AbortController().signal;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await handle(record, stopping);
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  return {
    take,
    resultsOf: (requestId: string) =>
      told
        .map(({ value }) => JSON.parse(value) as Record<string, unknown>)
        .filter((body) => body['requestId'] === requestId),
    /** As its schedule does it. */
    async backfill(): Promise<void> {
      const scanned = { db, events: createEvents(sdk), intents: createPaymentIntents(sdk) };
      const more = { livemode: false, now: clock.now, logger: createLogger('worker', 'silent') };
      await createBackfill({ ...scanned, ...more }).catchUp();
    },
    close: () => temporal.connection.close(),
  };
}
