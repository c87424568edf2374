import { z } from 'zod';
import { faultKinds } from '../http/faults';
import { controlRoute } from './control-route';

const match = z.strictObject({
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  path: z.string().startsWith('/').optional(),
  nth: z.number().int().min(1).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});

const error = z.strictObject({
  type: z.enum(['api_error', 'card_error', 'idempotency_error', 'invalid_request_error']),
  message: z.string(),
  code: z.string().optional(),
  decline_code: z.string().optional(),
  param: z.string().optional(),
});

const order = z.strictObject({
  kind: z.enum(faultKinds),
  match: match.prefault({}),
  times: z.number().int().min(1).nullable().default(1),
  for_ms: z.number().int().min(1).optional(),
  status: z.number().int().min(400).max(599).optional(),
  error: error.optional(),
  saved: z.boolean().optional(),
  ms: z.number().int().min(0).optional(),
  effect: z.enum(['before', 'after']).optional(),
  should_retry: z.boolean().optional(),
});

export const faultRoutes = [
  controlRoute({
    method: 'POST',
    path: '/faults',
    about: 'Makes matching API requests go wrong. The first fault that matches strikes.',
    body: {
      kind: `one of ${faultKinds.join(', ')}`,
      match:
        'optional {method, path ("/v1/payment_intents/*/confirm", "**" for the rest), nth (from which match on), metadata}',
      times: 'how often; default 1; null: until cleared',
      for_ms: 'optional; real milliseconds after which it is over',
      status: 'fail_before, fail_after: default 500; lock_timeout: default 429',
      error: 'fail_before, fail_after: {type, message, code?, decline_code?, param?}',
      saved: 'fail_before: true keeps the answer under the idempotency key',
      ms: 'latency, timeout: milliseconds to hold the request',
      effect: 'timeout: before (default, nothing done) or after',
      should_retry: 'value of the Stripe-Should-Retry header; default: no such header',
    },
    schema: order,
    run: ({ faults }, _id, given) => faults.add(given),
  }),
  controlRoute({
    method: 'GET',
    path: '/faults',
    about: 'Lists the faults of requests and webhooks with how often each has struck.',
    run: ({ faults, webhookFaults }) => ({
      requests: faults.list(),
      webhooks: webhookFaults.list(),
    }),
  }),
  controlRoute({
    method: 'DELETE',
    path: '/faults',
    about: 'Clears all faults, of webhooks too. What they hold back is still sent.',
    run({ faults, webhookFaults }) {
      faults.clear();
      webhookFaults.clear();
      return { cleared: 'all' };
    },
  }),
  controlRoute({
    method: 'DELETE',
    path: '/faults/:id',
    about: 'Clears one fault.',
    run({ faults, webhookFaults }, id) {
      faults.clear(id);
      webhookFaults.clear(id);
      return { cleared: id };
    },
  }),
];
