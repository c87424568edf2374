import { setTimeout as pause } from 'node:timers/promises';
import { runDueTasks } from '../operations/scheduled';
import type { World } from '../state/world';
import { assertAllowed, authenticated, type Keys } from './authentication';
import { execute, type Answer, type Outcome } from './execution';
import { failure, refusal, type Fault, type Faults } from './faults';
import { hashOf, type Idempotency } from './idempotency';
import { metadataOf } from './request-metadata';
import { findRoute } from './routes';
import { StripeError } from './stripe-error';

export type ApiRequest = {
  id: string;
  method: string;
  path: string;
  params: Record<string, unknown>;
  key: string | undefined;
  version: string;
  authorization: string | undefined;
  /** Ends the waiting of a fault when the server stops. */
  stopped: AbortSignal;
};

export type Parts = { world: World; keys: Keys; faults: Faults; idempotency: Idempotency };

/** The way of one request: who asks, what for, what goes wrong, was it asked before; then do it. */
export async function answerTo(parts: Parts, request: ApiRequest): Promise<Outcome> {
  const { world, faults } = parts;
  runDueTasks(world);
  let fault: Fault | undefined;
  try {
    const caller = authenticated(parts.keys, request.authorization);
    const { route, id } = findRoute(request.method, request.path);
    assertAllowed(caller, route);
    const { method, path } = request;
    const metadata = metadataOf(world, id, request.params);
    fault = faults.strike({ method, path, metadata }, request.id);
    const refused = fault && refusal(fault, request.key);
    if (refused) throw refused;
    const answer = await once(parts, request, fault, () =>
      execute(parts, request, { call: { world, id, caller }, route, fault }),
    );
    if (answer !== 'lost' && fault && isLostAfter(fault)) {
      await hold(fault, request);
      return { fault, answer: 'lost', done: answer };
    }
    return { fault, answer };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return { fault, answer: { status: error.status, body: { error: error.body } } };
  }
}

/** Runs `work` unless this key was answered before, and never twice at the same time. */
async function once(
  { world, idempotency }: Parts,
  request: ApiRequest,
  fault: Fault | undefined,
  work: () => Answer,
): Promise<Answer | 'lost'> {
  const key = request.method === 'POST' ? request.key : undefined;
  const params = hashOf(request.params, world.secretKey);
  const saved = key ? idempotency.claim({ key, endpoint: request.path, params }) : undefined;
  try {
    if (fault && (await strikesBefore(fault, request))) return 'lost';
    return saved ? { ...saved, original: saved.request } : work();
  } finally {
    if (key && !saved) idempotency.release(key);
  }
}

/** True when the connection ends before anything has run. */
async function strikesBefore(fault: Fault, request: ApiRequest): Promise<boolean> {
  if (fault.kind === 'latency') await hold(fault, request);
  if (fault.kind === 'fail_before' && !fault.saved) throw failure(fault, false);
  if (fault.kind === 'timeout' && fault.effect !== 'after') await hold(fault, request);
  return fault.kind === 'reset_before' || (fault.kind === 'timeout' && fault.effect !== 'after');
}

const isLostAfter = (fault: Fault) =>
  fault.kind === 'lose_response' || (fault.kind === 'timeout' && fault.effect === 'after');

async function hold(fault: Fault, { stopped }: ApiRequest): Promise<void> {
  const stop = () => undefined;
  await pause(fault.ms ?? 0, undefined, { signal: stopped }).catch(stop);
}
