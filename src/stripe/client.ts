import Stripe from 'stripe';

export type StripeClient = Stripe;

/**
 * No retries of the SDK's own: Temporal is the one retry layer, and two would multiply. Every POST
 * must pass an idempotency key; left alone, the SDK invents a random one for each call.
 */
export function createStripe(secretKey: string, apiBase?: string): StripeClient {
  const base = apiBase === undefined ? undefined : new URL(apiBase);
  return new Stripe(secretKey, {
    maxNetworkRetries: 0,
    timeout: 10_000,
    telemetry: false,
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'https:' ? 443 : 80),
      protocol: base.protocol === 'https:' ? ('https' as const) : ('http' as const),
    }),
  });
}
