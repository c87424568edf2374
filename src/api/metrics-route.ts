import { Router } from 'express';
import type { Metrics } from './metrics';

export function metricsRoute({ registry }: Metrics): Router {
  const router = Router({ caseSensitive: true });
  router.get('/metrics', async (_req, res) => {
    res.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
