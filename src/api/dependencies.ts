import type { Database } from '../db/client';
import type { Delivery } from '../inbox/delivery';
import type { Contracts } from '../kafka/contracts';
import type { Logger } from '../logger';
import type { ClientSecrets } from '../stripe/client-secrets';
import type { Disputes } from '../stripe/disputes';
import type { BookingWorkflows } from '../temporal/bookings';
import type { DisputeWorkflows } from '../temporal/disputes';
import type { RefundWorkflows } from '../temporal/refunds';
import type { KafkaFacts } from './asyncapi/model';
import type { HealthChecks } from './health';
import type { Metrics } from './metrics';

/** All that the API needs, built by the process file or by a test. */
export interface ApiDependencies {
  db: Database;
  bookings: Omit<BookingWorkflows, 'tell'>;
  refunds: Omit<RefundWorkflows, 'tell'>;
  disputes: DisputeWorkflows;
  /** What the customer's bank said of a charge. */
  authentication: Disputes['authentication'];
  secrets: ClientSecrets;
  contracts: Pick<Contracts, 'refusal' | 'catalogue' | 'wire'>;
  delivery: Delivery;
  checks: HealthChecks;
  metrics: Metrics;
  logger: Logger;
  settings: ApiSettings;
}

export interface ApiSettings {
  publishableKey: string;
  webhookSecrets: readonly string[];
  livemode: boolean;
  /** The API version that the SDK speaks; another one in a webhook is worth a warning. */
  stripeVersion: string;
  /** Whose pages may call from a browser. */
  frontendUrl: string;
  /** Kafka families that are enabled; an alias uses its own where it is. */
  families: readonly string[];
  /** Told by the document of our events. */
  kafka: KafkaFacts;
  limits: {
    /** How long a request waits for a workflow to write its row. */
    rowMs: number;
    /** How long a repeat waits for the first request with its Idempotency-Key. */
    repeatMs: number;
    /** How long a webhook waits for its delivery before it leaves it to the dispatcher. */
    deliveryMs: number;
  };
}

export const DEFAULT_LIMITS: ApiSettings['limits'] = {
  rowMs: 10_000,
  repeatMs: 12_000,
  deliveryMs: 1_000,
};
