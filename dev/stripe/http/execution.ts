import { presentText } from '../objects/present';
import { expanded } from './expansion';
import { failure, type Fault } from './faults';
import { hashOf } from './idempotency';
import type { ApiRequest, Parts } from './pipeline';
import { publicView } from './public-view';
import type { Call, Route } from './route';
import { StripeError } from './stripe-error';
import { assertInVersion } from './version';

export type Answer = { status: number; body: unknown; original?: string };

/** `lost`: the caller heard nothing, though `done` may have happened. */
export type Outcome = { fault: Fault | undefined; answer: Answer | 'lost'; done?: Answer };

type Execution = { call: Call; route: Route; fault: Fault | undefined };

/** Validates, then executes; from there on the answer is kept under the key, errors included. */
export function execute(parts: Parts, request: ApiRequest, execution: Execution): Answer {
  const { call, route } = execution;
  assertInVersion(request.params, request.version);
  const { expand, run } = route.prepare(request.params);
  const key = request.method === 'POST' ? request.key : undefined;
  const cause = {
    by: `${request.method} ${route.path}`,
    request: request.method === 'POST' ? request.id : null,
    idempotencyKey: key ?? null,
  };
  return parts.world.act(cause, () => {
    const { answer, saved } = attempt(execution, () => expanded(call.world, run(call), expand));
    const shown = { ...answer, body: shownTo(call, answer.body) };
    if (key && saved)
      parts.idempotency.keep({
        key,
        endpoint: request.path,
        params: hashOf(request.params, call.world.secretKey),
        ...shown,
        request: request.id,
      });
    return shown;
  });
}

function attempt({ fault }: Execution, run: () => object): { answer: Answer; saved: boolean } {
  try {
    if (fault?.kind === 'fail_before') throw failure(fault, true);
    const body = run();
    if (fault?.kind === 'fail_after') throw failure(fault, true);
    return { answer: { status: 200, body }, saved: true };
  } catch (thrown) {
    const error = asStripeError(thrown, fault);
    return { answer: { status: error.status, body: { error: error.body } }, saved: error.saved };
  }
}

/** A decline has had its effect as well: `fail_after` hides it like a success. */
function asStripeError(thrown: unknown, fault: Fault | undefined): StripeError {
  if (!(thrown instanceof StripeError)) {
    process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    const message = 'An error occurred in the simulator; its own log says which.';
    return new StripeError(500, { message, type: 'api_error' });
  }
  return fault?.kind === 'fail_after' && thrown.status === 402 ? failure(fault, true) : thrown;
}

function shownTo(call: Call, body: unknown): unknown {
  const plain: unknown = JSON.parse(presentText(body));
  return call.caller === 'publishable' ? publicView(plain) : plain;
}
