import { z } from 'zod';
import type { PageParts } from './router';
import type { Visitor } from './visitor';

const answer = z.object({
  status: z.string().optional(),
  error: z.object({ message: z.string(), code: z.string().optional() }).optional(),
});

export type Card = { number: string; expiry: string; cvc: string };

/**
 * Pays as Stripe.js does: over the API, with the publishable key and the client secret, so that
 * the ledger and the faults see the customer's request like any other. `undefined`: no problem.
 */
export async function confirmAsCustomer(
  { apiUrl, keys }: PageParts,
  { intent, secret, returnTo }: Visitor,
  { number, expiry, cvc }: Card,
): Promise<string | undefined> {
  const [month = '', year = ''] = expiry.split('/').map((part) => part.trim());
  const body = new URLSearchParams({
    client_secret: secret,
    use_stripe_sdk: 'true',
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number.replaceAll(' ', ''),
    'payment_method_data[card][exp_month]': month,
    'payment_method_data[card][exp_year]': year,
    'payment_method_data[card][cvc]': cvc,
    ...(returnTo && { return_url: returnTo.href }),
  });
  try {
    const response = await fetch(`${apiUrl()}/v1/payment_intents/${intent.id}/confirm`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${keys.publishableKey}` },
    });
    const { error } = answer.parse(await response.json());
    // A second click finds the payment made: that is no problem of the customer's.
    return error?.code === 'payment_intent_unexpected_state' ? undefined : error?.message;
  } catch {
    return 'We could not reach the payment service. Your card may or may not have been charged; please try again.';
  }
}
