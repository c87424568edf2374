import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { isDatabaseUnavailable } from '../db/unavailable';
import type { Logger } from '../logger';
import { TemporalUnavailable } from '../temporal/bounded';
import { Problem, unavailable } from './problem';
import { contextOf } from './request-context';

export const routeNotFound: RequestHandler = (req, _res, next) => {
  next(new Problem('route_not_found', `There is no ${req.method} ${req.path.slice(0, 200)} here.`));
};

/** The last middleware: every failure leaves as a problem, or in an alias's older form. */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const problem = problemOf(error);
    const { requestId } = contextOf(res);
    if (problem.status >= 500) {
      const why = problem.code === 'internal_error' ? error : (causeOf(error) ?? problem.detail);
      logger.error({ err: why, requestId, code: problem.code }, 'request failed');
    }
    if (res.headersSent) return next(error);
    answer(res, req.path, problem);
  };
}

function answer(res: Response, path: string, problem: Problem): void {
  const { code, title, status, detail, facts } = problem;
  res.status(status);
  if (status === 503) res.setHeader('Retry-After', '2');
  if (speaksAlias(path)) {
    res.json({ success: false, error: title });
    return;
  }
  const type = `urn:booking-payment:problem:${code}`;
  const { requestId } = contextOf(res);
  const { errors, stripe } = facts;
  const body = { type, title, status, detail, instance: path, code, ...stripe, requestId };
  res.type('application/problem+json').send(JSON.stringify({ ...body, ...(errors && { errors }) }));
}

/** 000, 002, 003 and 004 have their own routes, and one form of error: `{success: false, error}`. */
function speaksAlias(path: string): boolean {
  if (path === '/api/v1/payment/webhook') return false;
  return (
    path.startsWith('/api/v1/payment/') ||
    path.startsWith('/api/payments/') ||
    /^\/api\/v1\/payments\/[^/]+\/refund\/?$/.test(path)
  );
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TemporalUnavailable) return unavailable('The workflow engine is slow.');
  if (isDatabaseUnavailable(error)) return unavailable('The database cannot be reached.');
  if (error instanceof URIError)
    return new Problem('route_not_found', 'The path is not correctly percent-encoded.');
  return (
    bodyProblem(error) ?? new Problem('internal_error', 'This is our fault, and it is logged.')
  );
}

function causeOf(error: unknown): unknown {
  return error instanceof Problem ? error.cause : error;
}

/** Errors of Express's body parsers carry a type. */
function bodyProblem(error: unknown): Problem | undefined {
  const { type, limit } = (error ?? {}) as { type?: unknown; limit?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new Problem('body_too_large', `The body may have ${String(limit)} bytes at most.`);
    case 'entity.parse.failed':
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('malformed_json', 'The body is not valid JSON, or not complete.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem('unsupported_media_type', 'Send the body as plain UTF-8 JSON.');
    default:
      return undefined;
  }
}
