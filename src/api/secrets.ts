import type { Logger } from '../logger';
import type { ClientSecret, ClientSecrets } from '../stripe/client-secrets';
import type { Answer } from './idempotency';

/** The client secret for an answer that names a PaymentIntent; undefined while Stripe is slow. */
export async function revealed(
  secrets: ClientSecrets,
  logger: Logger,
  { body }: Pick<Answer, 'body'>,
): Promise<ClientSecret | undefined> {
  const id = body['stripePaymentIntentId'];
  if (typeof id !== 'string') return undefined;
  try {
    return await secrets.read(id);
  } catch (error) {
    // Only its kind: an error of Stripe's may quote the whole PaymentIntent.
    logger.warn({ fault: error instanceof Error ? error.name : 'unknown' }, 'Stripe not read');
    return undefined;
  }
}
