import Stripe from 'stripe';
import type { StripeClient } from './client';

/**
 * Whether Stripe answers and knows our key. A key that may not read balances is answered too, and
 * that is enough. Throws a word for the health check.
 */
export async function stripeStatus(stripe: StripeClient): Promise<string> {
  try {
    await stripe.balance.retrieve({}, { timeout: 2_000 });
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError)
      throw new Error('key refused', { cause: error });
    const answered = error instanceof Stripe.errors.StripeError && (error.statusCode ?? 500) < 500;
    if (!answered) throw new Error('unreachable', { cause: error });
  }
  return 'initialized';
}
