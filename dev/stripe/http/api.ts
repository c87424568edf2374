import express, { Router, type Request, type Response } from 'express';
import { newId } from '../state/ids';
import type { Outcome } from './execution';
import { hashOf } from './idempotency';
import { answerTo, type ApiRequest, type Parts } from './pipeline';

export type ApiSetup = Parts & { apiVersion: string; stopped: AbortSignal };

/** `/v1`: form-encoded in, JSON out, every request in the ledger. */
export function api(setup: ApiSetup): Router {
  const router = Router();
  router.use(allowBrowsers);
  router.use(express.urlencoded({ extended: true, limit: '1mb' }));
  router.use(async (req, res) => {
    const request = requestFrom(req, setup);
    const outcome = await answerTo(setup, request);
    const answered = send(setup, req, res, request, outcome);
    record(setup, request, outcome, answered);
  });
  return router;
}

/** Stripe.js calls from the merchant's page. */
function allowBrowsers(req: Request, res: Response, next: () => void): void {
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Access-Control-Expose-Headers', 'Request-Id, Stripe-Should-Retry');
  if (req.method !== 'OPTIONS') return next();
  res.set('Access-Control-Allow-Headers', req.get('access-control-request-headers') ?? '*');
  res.set('Access-Control-Allow-Methods', 'GET, POST, DELETE');
  res.status(200).end();
}

function requestFrom(req: Request, { stopped, apiVersion }: ApiSetup): ApiRequest {
  const params = req.method === 'POST' ? (req.body as unknown) : req.query;
  return {
    id: newId('req', 14),
    method: req.method,
    path: req.baseUrl + req.path,
    params: (params ?? {}) as Record<string, unknown>,
    key: req.get('idempotency-key') || undefined,
    version: req.get('stripe-version') ?? apiVersion,
    authorization: req.get('authorization'),
    stopped,
  };
}

function send(
  setup: ApiSetup,
  req: Request,
  res: Response,
  request: ApiRequest,
  { answer, fault }: Outcome,
): number | 'lost' {
  if (answer === 'lost' || req.socket.destroyed) {
    req.socket.destroy();
    return 'lost';
  }
  res.set('Request-Id', request.id);
  res.set('Stripe-Version', request.version);
  if (request.key && request.method === 'POST') {
    res.set('Idempotency-Key', request.key);
    res.set('Original-Request', answer.original ?? request.id);
  }
  if (answer.original) res.set('Idempotent-Replayed', 'true');
  if (fault?.should_retry !== undefined) res.set('Stripe-Should-Retry', `${fault.should_retry}`);
  res
    .status(answer.status)
    .type('application/json')
    .send(JSON.stringify(answer.body, null, 2));
  return answer.status;
}

function record(
  { world }: ApiSetup,
  request: ApiRequest,
  { answer, fault, done }: Outcome,
  answered: number | 'lost',
): void {
  const result = answer === 'lost' ? done : answer;
  const error = (result?.body as { error?: { code?: string; type: string } } | undefined)?.error;
  world.ledger.append('request', {
    request: request.id,
    method: request.method,
    path: request.path,
    key: request.key ?? null,
    params: hashOf(request.params, world.secretKey),
    answered,
    status: result?.status ?? null,
    error: error ? (error.code ?? error.type) : null,
    replay_of: result?.original ?? null,
    fault: fault?.id ?? null,
  });
}
