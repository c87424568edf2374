import type { StripeEvent } from '../objects/event';
import type { Endpoint } from './endpoint';
import { signatureHeader } from './signature';

export type Delivery = {
  event: StripeEvent;
  endpoint: Endpoint;
  timestamp: number;
  badSignature: boolean;
};

/** The HTTP status, or why there was none. A redirect is a failure: it is not followed. */
export type Reply = { status: number | null; error: string | null };

const ANSWER_MS = 10_000;

export async function post(delivery: Delivery, stopped: AbortSignal): Promise<Reply> {
  const { event, endpoint, timestamp, badSignature } = delivery;
  const body = JSON.stringify(event, null, 2);
  const secrets = badSignature ? ['whsec_somebody_else'] : endpoint.secrets;
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(body, secrets, timestamp),
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        accept: '*/*; q=0.5, application/xml',
        'cache-control': 'no-cache',
      },
      redirect: 'manual',
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS)]),
    });
    await response.body?.cancel();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
