import type Stripe from 'stripe';
import type { StripeClient } from './client';

/** How a first payment or a card's setup stands. Read when an answer is built; never kept, never logged. */
export interface SetupSecret {
  /** Stripe's word. */
  status: string;
  /** Only while there is something left to do with it. */
  clientSecret?: string;
  /** The address in it belongs to this customer alone. */
  nextAction?: object;
  errorCode?: string;
  /** Fit to be shown. */
  error?: string;
}

const READ_LIMIT_MS = { timeout: 5_000 };

export function createSetupSecrets(stripe: StripeClient) {
  return {
    async ofPayment(id: string): Promise<SetupSecret> {
      const intent = await stripe.paymentIntents.retrieve(id, {}, READ_LIMIT_MS);
      return secretOf(intent, intent.last_payment_error);
    },

    async ofSetup(id: string): Promise<SetupSecret> {
      const intent = await stripe.setupIntents.retrieve(id, {}, READ_LIMIT_MS);
      return secretOf(intent, intent.last_setup_error);
    },
  };
}

export type SetupSecrets = ReturnType<typeof createSetupSecrets>;

interface Intent {
  status: string;
  client_secret: string | null;
  next_action: { type: string; redirect_to_url?: { url: string | null } } | null;
}

function secretOf(
  intent: Intent,
  error: Stripe.PaymentIntent.LastPaymentError | null,
): SetupSecret {
  const { status, client_secret: clientSecret } = intent;
  const nextAction = nextActionOf(intent);
  const isOpen = status !== 'succeeded' && status !== 'canceled';
  return {
    status,
    ...(isOpen && clientSecret !== null && { clientSecret }),
    ...(nextAction && { nextAction }),
    ...(error?.code !== undefined && { errorCode: error.code }),
    ...(error?.message !== undefined && { error: error.message }),
  };
}

/** As Stripe writes it, since its readers know Stripe's; but for what only its own library reads. */
function nextActionOf({ status, next_action: action }: Intent): object | undefined {
  if (status !== 'requires_action' || !action) return undefined;
  const url = action.redirect_to_url?.url;
  return { type: action.type, ...(url && { redirect_to_url: { url } }) };
}
