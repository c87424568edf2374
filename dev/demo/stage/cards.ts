import Stripe from 'stripe';

export interface StripeAddress {
  readonly url: string;
  readonly secretKey: string;
}

export function stripeAt({ url, secretKey }: StripeAddress): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(secretKey, { host: hostname, port, protocol: 'http' });
}

/** A decline is an outcome, not an error. */
export async function payByCard(stripe: Stripe, intentId: string, card: string): Promise<void> {
  try {
    await stripe.paymentIntents.confirm(intentId, {
      payment_method: card,
      return_url: 'http://127.0.0.1/back',
    });
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
  }
}
