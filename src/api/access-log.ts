import type { RequestHandler } from 'express';
import type { Logger } from '../logger';
import type { Metrics } from './metrics';
import { contextOf } from './request-context';

/** One line and one measurement per request. Never a body, a header or a query. */
export function accessLog(logger: Logger, metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const begun = process.hrtime.bigint();
    res.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const { method } = req;
      const route = routeOf(req.route);
      metrics.requests.observe({ method, route, status: res.statusCode }, seconds);
      const line = { requestId: contextOf(res).requestId, method, route, status: res.statusCode };
      logger.debug({ ...line, ms: Math.round(seconds * 1e3) }, 'request');
    });
    next();
  };
}

/** The route's pattern: a path would make one time series per booking. */
function routeOf(route: unknown): string {
  const { path } = (route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : 'none';
}
