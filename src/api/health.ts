import { Router } from 'express';

export interface Check {
  healthy: boolean;
  status: string;
}

/** Each answers within its own time limit and never throws. */
export type HealthChecks = Record<
  'kafka' | 'stripe' | 'database' | 'temporal',
  () => Promise<Check>
>;

/** Without these nothing works; without the others most does. */
const NEEDED = ['database', 'temporal'] as const;

/** /health in the shape of 004_6c3a97b613b41daf.txt, and what an orchestrator asks. */
export function healthRoutes(checks: HealthChecks): Router {
  const router = Router({ caseSensitive: true });

  router.get('/health', async (_req, res) => {
    const [kafka, stripe, database, temporal] = await Promise.all([
      checks.kafka(),
      checks.stripe(),
      checks.database(),
      checks.temporal(),
    ]);
    const found = { kafka, stripe, database, temporal };
    const usable = NEEDED.every((name) => found[name].healthy);
    const whole = usable && kafka.healthy && stripe.healthy;
    res.status(usable ? 200 : 503).json({
      status: whole ? 'ok' : usable ? 'degraded' : 'unavailable',
      service: 'payment-service',
      timestamp: new Date().toISOString(),
      checks: found,
    });
  });

  router.get('/livez', (_req, res) => {
    res.json({ status: 'ok' });
  });

  router.get('/readyz', async (_req, res) => {
    const found = await Promise.all(
      NEEDED.map(async (name) => ({ name, ...(await checks[name]()) })),
    );
    const failing = found.filter(({ healthy }) => !healthy).map(({ name }) => name);
    if (failing.length === 0) res.json({ status: 'ok' });
    else res.status(503).json({ status: 'unavailable', failing });
  });

  return router;
}
