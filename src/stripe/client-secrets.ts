import type { StripeClient } from './client';

const READ_LIMIT_MS = 5_000;

/** What the customer's browser needs to pay. Read when an answer is built; never kept, never logged. */
export interface ClientSecret {
  clientSecret: string;
  /** The PaymentIntent's status, in Stripe's word. */
  status: string;
}

export function createClientSecrets(stripe: StripeClient) {
  return {
    /** Throws Stripe's errors; they may carry the secret, so never log them whole. */
    async read(paymentIntentId: string): Promise<ClientSecret> {
      const options = { timeout: READ_LIMIT_MS };
      const intent = await stripe.paymentIntents.retrieve(paymentIntentId, {}, options);
      if (intent.client_secret === null)
        throw new Error(`PaymentIntent ${paymentIntentId} shows no client secret to this key`);
      return { clientSecret: intent.client_secret, status: intent.status };
    },
  };
}

export type ClientSecrets = ReturnType<typeof createClientSecrets>;
