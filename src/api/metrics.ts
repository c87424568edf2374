import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

interface Backlog {
  count: number;
  oldest?: Date;
  recovered: number;
}

/** What Prometheus reads at /metrics. No label ever holds an id. */
export function createMetrics(backlog: () => Promise<Backlog>) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  let asking: Promise<Backlog> | undefined;
  /** One question to the database for all gauges of a scrape. */
  const found = () =>
    (asking ??= backlog()
      .catch(() => ({ count: NaN, recovered: NaN }))
      .finally(() => (asking = undefined)));
  const gauge = (name: string, help: string, value: (backlog: Backlog) => number) =>
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        this.set(value(await found()));
      },
    });
  gauge(
    'stripe_events_undelivered',
    'Events of Stripe that have not reached their workflow yet.',
    ({ count }) => count,
  );
  gauge(
    'stripe_events_undelivered_age_seconds',
    'Age of the oldest event of Stripe that has not reached its workflow.',
    ({ oldest }) => (oldest ? (Date.now() - oldest.getTime()) / 1_000 : 0),
  );
  gauge(
    'stripe_events_recovered',
    'Events of Stripe that no webhook has brought, but a backfill. It should not grow.',
    ({ recovered }) => recovered,
  );
  return {
    registry,
    webhooks: new Counter({
      name: 'stripe_webhooks_total',
      help: 'Webhook requests, by event type and what became of them.',
      labelNames: ['type', 'outcome'] as const,
      registers,
    }),
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests, by route and status.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
