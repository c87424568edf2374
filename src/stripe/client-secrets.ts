import type Stripe from 'stripe';
import type { StripeClient } from './client';

const READ_LIMIT_MS = 5_000;

/** What the customer's browser needs to pay. Read when an answer is built; never kept, never logged. */
export interface ClientSecret {
  clientSecret: string;
  /** The PaymentIntent's status, in Stripe's word. */
  status: string;
  /** Only while Stripe waits for the customer. */
  nextAction?: NextAction;
}

/** What the customer has to do. The address belongs to this customer alone. */
export interface NextAction {
  /** Stripe's word: `redirect_to_url`, or `use_stripe_sdk` for its own library. */
  type: string;
  redirectToUrl?: string;
}

export function createClientSecrets(stripe: StripeClient) {
  return {
    /** Throws Stripe's errors; they may carry the secret, so never log them whole. */
    async read(paymentIntentId: string): Promise<ClientSecret> {
      const options = { timeout: READ_LIMIT_MS };
      const intent = await stripe.paymentIntents.retrieve(paymentIntentId, {}, options);
      const { client_secret: clientSecret, status } = intent;
      if (clientSecret === null)
        throw new Error(`PaymentIntent ${paymentIntentId} shows no client secret to this key`);
      const nextAction = nextActionOf(intent);
      return { clientSecret, status, ...(nextAction && { nextAction }) };
    },
  };
}

export type ClientSecrets = ReturnType<typeof createClientSecrets>;

function nextActionOf({ status, next_action: action }: Stripe.PaymentIntent) {
  if (status !== 'requires_action' || !action) return undefined;
  const redirectToUrl = action.redirect_to_url?.url;
  return { type: action.type, ...(redirectToUrl && { redirectToUrl }) };
}
