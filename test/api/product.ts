import Stripe from 'stripe';
import type { Dependencies } from '../../src/activities/dependencies';
import { createApp } from '../../src/api/app';
import type { ApiDependencies, ApiSettings } from '../../src/api/dependencies';
import type { Check } from '../../src/api/health';
import { listen } from '../../src/api/listening';
import { createMetrics } from '../../src/api/metrics';
import { backlog } from '../../src/db/stripe-events';
import { createDelivery } from '../../src/inbox/delivery';
import { createDispatcher } from '../../src/inbox/dispatcher';
import { createLogger } from '../../src/logger';
import { createClientSecrets } from '../../src/stripe/client-secrets';
import { startSaga } from '../activities/saga';
import { temporalStandIn } from './temporal-stand-in';

export const SECRETS = ['whsec_new', 'whsec_old'];

const SETTINGS: ApiSettings = {
  publishableKey: 'pk_test_tests',
  webhookSecrets: SECRETS,
  livemode: false,
  stripeVersion: Stripe.API_VERSION,
  frontendUrl: 'http://localhost:5173',
  families: ['canonical', 'dreamscape', 'customer', 'orders'],
  kafka: {
    ...{ brokers: ['localhost:9092'], secure: false },
    ...{ groupId: 'payment-service', replicationFactor: 1 },
  },
  limits: { rowMs: 10_000, repeatMs: 10_000, deliveryMs: 1_000 },
};

export type Product = Awaited<ReturnType<typeof startProduct>>;

/**
 * The API over real PostgreSQL, Stripe simulator and booking owner, served on a port of its own.
 * Temporal is the one part that is stood in for: see temporal-stand-in.ts.
 */
export async function startProduct(
  settings: Partial<ApiSettings> = {},
  changed: Partial<Dependencies> = {},
) {
  const saga = await startSaga();
  const temporal = temporalStandIn(saga.acts(changed));
  const logger = createLogger('api', 'silent');
  const { db } = saga;
  const delivery = createDelivery({ db, ...temporal.ports, intents: saga.deps.intents, logger });
  const health = { database: up(), temporal: up(), kafka: up(), stripe: up('initialized') };
  const deps: ApiDependencies = {
    db,
    ...temporal.ports,
    authentication: saga.deps.disputes.authentication,
    secrets: createClientSecrets(saga.stripe),
    contracts: saga.contracts,
    delivery,
    checks: {
      database: () => Promise.resolve(health.database),
      temporal: () => Promise.resolve(health.temporal),
      kafka: () => Promise.resolve(health.kafka),
      stripe: () => Promise.resolve(health.stripe),
    },
    metrics: createMetrics(() => backlog(db)),
    logger,
    settings: { ...SETTINGS, ...settings },
  };
  /** The same product with some parts replaced, on another port. */
  async function serve(changed: Partial<ApiDependencies> = {}) {
    const server = await listen(createApp({ ...deps, ...changed }), '127.0.0.1', 0);
    servers.push(server);
    return server.url;
  }
  const servers: Awaited<ReturnType<typeof listen>>[] = [];
  const url = await serve();
  return {
    url,
    serve,
    deps,
    saga,
    db,
    temporal,
    health,
    dispatcher: createDispatcher({ db, delivery, logger }, 20),
    ...calls(url),
    async stop() {
      await Promise.all(servers.map((server) => server.close(0)));
      await temporal.idle();
      await saga.stop();
    },
  };
}

function up(status = 'connected'): Check {
  return { healthy: true, status };
}

export interface Reply {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text where it is none. */
  body: Record<string, unknown>;
}

export function calls(url: string) {
  async function send(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    let body: unknown = {};
    try {
      body = JSON.parse(text);
    } catch {
      body = { text };
    }
    const { status, headers } = response;
    return { status, headers, body: body as Record<string, unknown> };
  }
  return {
    send,
    get: (path: string, headers: Record<string, string> = {}) => send(path, { headers }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}
