import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** What is known of a request besides its body. */
export interface RequestContext {
  requestId: string;
  /** Given by the caller; the bookingId stands in where it is absent. */
  correlationId?: string;
  /** Who asks; scopes Idempotency-Keys. */
  caller: string;
}

const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;

/** Keeps the caller's ids where they are fit for logs and events, and makes one where not. */
export const requestContext: RequestHandler = (req, res, next) => {
  const requestId = saneId(req.get('x-request-id')) ?? randomUUID();
  const correlationId = saneId(req.get('x-correlation-id'));
  const context: RequestContext = {
    requestId,
    ...(correlationId !== undefined && { correlationId }),
    caller: 'anyone',
  };
  res.locals['context'] = context;
  res.setHeader('X-Request-Id', requestId);
  res.setHeader('Cache-Control', 'no-store');
  next();
};

export function contextOf(res: Response): RequestContext {
  return res.locals['context'] as RequestContext;
}

function saneId(given: string | undefined): string | undefined {
  return given !== undefined && SANE_ID.test(given) ? given : undefined;
}
