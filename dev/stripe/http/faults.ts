import { newId } from '../state/ids';
import type { World } from '../state/world';
import { inUse } from './idempotency';
import { StripeError, type StripeErrorBody } from './stripe-error';

export const faultKinds = [
  'fail_before',
  'fail_after',
  'lose_response',
  'reset_before',
  'timeout',
  'latency',
  'rate_limit',
  'lock_timeout',
  'key_in_use',
] as const;

export type FaultKind = (typeof faultKinds)[number];

export type FaultOrder = {
  kind: FaultKind;
  match: {
    method?: string | undefined;
    path?: string | undefined;
    nth?: number | undefined;
    metadata?: Record<string, string> | undefined;
  };
  /** How often it strikes; `null`: until cleared or out of time. */
  times: number | null;
  for_ms?: number | undefined;
  status?: number | undefined;
  error?: { [K in keyof StripeErrorBody]: StripeErrorBody[K] | undefined } | undefined;
  saved?: boolean | undefined;
  ms?: number | undefined;
  effect?: 'before' | 'after' | undefined;
  should_retry?: boolean | undefined;
};

export type Fault = FaultOrder & { id: string; until: number; seen: number; struck: number };

export type Struck = { method: string; path: string; metadata: Record<string, unknown>[] };

export type Faults = ReturnType<typeof createFaults>;

/** What goes wrong on demand between Stripe and its caller. */
export function createFaults(world: World) {
  let faults: Fault[] = [];

  function add(order: FaultOrder): Fault {
    const until = order.for_ms === undefined ? Infinity : Date.now() + order.for_ms;
    const fault = { ...order, id: newId('fault', 12), until, seen: 0, struck: 0 };
    faults.push(fault);
    world.ledger.append('fault', { action: 'added', fault });
    return fault;
  }

  /** At most one fault strikes a request: the first that matches. */
  function strike(request: Struck, requestId: string): Fault | undefined {
    for (const fault of faults) {
      if (!isLive(fault) || !matches(fault, request)) continue;
      fault.seen += 1;
      if (fault.seen < (fault.match.nth ?? 1)) continue;
      fault.struck += 1;
      const { id, kind } = fault;
      world.ledger.append('fault', { action: 'struck', id, fault_kind: kind, request: requestId });
      return fault;
    }
    return undefined;
  }

  return {
    add,
    strike,
    list: () => faults,
    clear(id?: string) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
      world.ledger.append('fault', { action: 'cleared', id: id ?? 'all' });
    },
  };
}

const isLive = (fault: Fault) =>
  Date.now() < fault.until && (fault.times === null || fault.struck < fault.times);

function matches({ match }: Fault, request: Struck): boolean {
  if (match.method && match.method.toUpperCase() !== request.method) return false;
  if (match.path && !pathPattern(match.path).test(request.path)) return false;
  const wanted = Object.entries(match.metadata ?? {});
  return wanted.every(([key, value]) => request.metadata.some((each) => each[key] === value));
}

/** `*` is one part of a path: `/v1/payment_intents/*`; at the end after a slash `**` is all. */
function pathPattern(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

/** The faults that are refusals: nothing has run, and nothing is saved under the key. */
export function refusal(fault: Fault, key: string | undefined): StripeError | undefined {
  if (fault.kind === 'key_in_use') return inUse(key ?? 'none');
  if (fault.kind === 'rate_limit')
    return limit(
      429,
      'rate_limit',
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    );
  if (fault.kind === 'lock_timeout')
    return limit(
      fault.status ?? 429,
      'lock_timeout',
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.',
    );
  return undefined;
}

const limit = (status: number, code: string, message: string) =>
  new StripeError(status, { code, message, type: 'invalid_request_error' }, false);

export function failure(fault: Fault, saved: boolean): StripeError {
  const unknown: StripeErrorBody = { message: 'An unknown error occurred', type: 'api_error' };
  const body = { ...unknown, ...(fault.error as StripeErrorBody | undefined) };
  return new StripeError(fault.status ?? 500, body, saved);
}
