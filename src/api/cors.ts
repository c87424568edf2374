import type { RequestHandler } from 'express';

const EXPOSED = 'ETag, Location, Retry-After, X-Request-Id, Idempotency-Replayed';
const ACCEPTED =
  'Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Correlation-Id, X-Request-Id';

/** The shop's own pages may call with the customer's cookie; no other origin may. */
export function cors(frontendUrl: string): RequestHandler {
  const allowed = new URL(frontendUrl).origin;
  return (req, res, next) => {
    res.vary('Origin');
    if (req.get('origin') !== allowed) return next();
    res.setHeader('Access-Control-Allow-Origin', allowed);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
    res.setHeader('Access-Control-Expose-Headers', EXPOSED);
    if (req.method !== 'OPTIONS' || !req.get('access-control-request-method')) return next();
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    res.setHeader('Access-Control-Allow-Headers', ACCEPTED);
    res.setHeader('Access-Control-Max-Age', '600');
    res.status(204).end();
  };
}
