import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What Prometheus reads at /metrics. No label ever holds an id. */
export function createMetrics(backlog: () => Promise<{ count: number; oldest?: Date }>) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const age = new Gauge({
    name: 'stripe_events_undelivered_age_seconds',
    help: 'Age of the oldest event of Stripe that has not reached its workflow.',
    registers,
  });
  new Gauge({
    name: 'stripe_events_undelivered',
    help: 'Events of Stripe that have not reached their workflow yet.',
    registers,
    async collect() {
      const { count, oldest } = await backlog().catch(() => ({ count: NaN, oldest: undefined }));
      this.set(count);
      age.set(oldest ? (Date.now() - oldest.getTime()) / 1_000 : 0);
    },
  });
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
