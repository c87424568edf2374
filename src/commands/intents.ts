import type { ClientSecret, ClientSecrets } from '../stripe/client-secrets';
import { stripeFault } from '../stripe/errors';

/** How a PaymentIntent stands. Undefined when Stripe refuses to show it: waiting would not help. */
export async function readIntent(
  secrets: ClientSecrets,
  paymentIntentId: string,
): Promise<ClientSecret | undefined> {
  try {
    return await secrets.read(paymentIntentId);
  } catch (error) {
    if (stripeFault(error)?.kind === 'refused') return undefined;
    throw error;
  }
}
