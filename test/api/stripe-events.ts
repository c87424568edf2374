import Stripe from 'stripe';
import type { Reply } from './product';

let last = 0;

/** An event as Stripe sends it. */
export function stripeEvent(type: string, object: object, more: object = {}) {
  last += 1;
  return {
    id: `evt_test_${process.pid}_${last}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1_000),
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
    data: { object },
    ...more,
  };
}

/** Signed with Stripe's own signer, and posted as it is. */
export function signedPost(
  send: (path: string, init: RequestInit) => Promise<Reply>,
  event: object,
  { secret = 'whsec_new', path = '/webhooks/stripe', timestamp = now() } = {},
): Promise<Reply> {
  const payload = JSON.stringify(event, null, 2);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body: payload,
  });
}

export const now = () => Math.floor(Date.now() / 1_000);
