import type { Effects } from '../activities/effects';
import type { Database } from '../db/client';
import type { Reception } from '../inbox/reception';
import type { Contracts, OutRecord } from '../kafka/contracts';
import type { Logger } from '../logger';
import type { ClientSecrets } from '../stripe/client-secrets';
import type { Customers } from '../stripe/customers';
import type { SetupSecrets } from '../stripe/setup-intents';
import type { Subscriptions } from '../stripe/subscriptions';
import type { BookingWorkflows } from '../temporal/bookings';
import type { RefundWorkflows } from '../temporal/refunds';
import type { SubscriptionWorkflows } from '../temporal/subscriptions';

/** All that commands need, built by the process file or by a test. */
export interface CommandDependencies {
  db: Database;
  bookings: Pick<BookingWorkflows, 'start' | 'confirm'>;
  refunds: Pick<RefundWorkflows, 'start' | 'startAgain' | 'refusal'>;
  subscriptions: Pick<SubscriptionWorkflows, 'start' | 'startAgain' | 'revise'>;
  reception: Reception;
  secrets: ClientSecrets;
  setupSecrets: SetupSecrets;
  /** Subscriptions as Stripe has them. */
  billing: Pick<Subscriptions, 'withInvoice'>;
  customers: Customers;
  once: Effects;
  contracts: Pick<Contracts, 'refusal' | 'results' | 'wire'>;
  /** Resolves when Kafka has acknowledged every one of them. */
  publish: (records: readonly OutRecord[]) => Promise<void>;
  webhookSecrets: readonly string[];
  /** How long a command waits for a workflow's row before it is taken up again. */
  rowMs: number;
  logger: Logger;
}
