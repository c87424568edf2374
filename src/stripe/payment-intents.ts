import type Stripe from 'stripe';
import type { StripeClient } from './client';

/** What the saga needs to know of a PaymentIntent; the client secret is left behind on purpose. */
export interface Intent {
  id: string;
  status: Stripe.PaymentIntent.Status;
  currency: string;
  livemode: boolean;
  amountReceivedMinor: number;
  /** Held on the card and not captured yet. */
  amountCapturableMinor: number;
  metadata: Record<string, string>;
  /** The successful charge, once there is one. */
  charge?: { id: string; receiptUrl?: string; methodType?: string };
}

export type MethodType = Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType;

export interface NewIntent {
  amountMinor: number;
  currency: string;
  methodTypes: readonly MethodType[];
  captureMethod: 'automatic' | 'manual';
  confirmationMethod: 'automatic' | 'manual';
  /** Whose saved payment methods may pay it. */
  stripeCustomerId?: string;
  metadata: Record<string, string>;
}

/** A confirmation by our server. */
export interface Confirmation {
  /** Absent where the customer has chosen one already: after 3-D Secure, in manual mode. */
  paymentMethodId?: string;
  /** Where the customer's bank sends the browser back to. */
  returnUrl: string;
}

const EXPAND = { expand: ['latest_charge'] };

export function createPaymentIntents(stripe: StripeClient) {
  async function retrieve(id: string): Promise<Intent> {
    return intentOf(await stripe.paymentIntents.retrieve(id, EXPAND));
  }

  return {
    retrieve,

    async create(wanted: NewIntent, idempotencyKey: string): Promise<Intent> {
      const intent = await stripe.paymentIntents.create(
        {
          amount: wanted.amountMinor,
          currency: wanted.currency,
          capture_method: wanted.captureMethod,
          ...(wanted.confirmationMethod === 'manual' && { confirmation_method: 'manual' }),
          ...(wanted.stripeCustomerId !== undefined && { customer: wanted.stripeCustomerId }),
          allowed_payment_method_types: [...wanted.methodTypes],
          metadata: wanted.metadata,
        },
        { idempotencyKey },
      );
      return intentOf(intent);
    },

    async cancel(
      id: string,
      reason: 'requested_by_customer' | 'abandoned',
      idempotencyKey: string,
    ): Promise<Intent> {
      const parameters = { cancellation_reason: reason };
      return intentOf(await stripe.paymentIntents.cancel(id, parameters, { idempotencyKey }));
    },

    /** The whole amount: what is captured is what the booking costs. */
    async capture(id: string, idempotencyKey: string): Promise<Intent> {
      await stripe.paymentIntents.capture(id, {}, { idempotencyKey });
      return retrieve(id); // a replayed answer shows the PaymentIntent as it was then
    },

    /** Throws Stripe's card error when the card is declined. */
    async confirm(id: string, wanted: Confirmation, idempotencyKey: string): Promise<Intent> {
      await stripe.paymentIntents.confirm(
        id,
        {
          ...(wanted.paymentMethodId && { payment_method: wanted.paymentMethodId }),
          return_url: wanted.returnUrl,
        },
        { idempotencyKey },
      );
      return retrieve(id);
    },

    /**
     * Listed, not searched: Stripe's search index lags behind, the list does not. The oldest counts,
     * for whoever copies our metadata comes later.
     */
    async findByPaymentId(paymentId: string, createdSince: Date): Promise<Intent | undefined> {
      const gte = Math.floor(createdSince.getTime() / 1_000) - CLOCK_SKEW_SECONDS;
      let oldest: Intent | undefined;
      for await (const intent of stripe.paymentIntents.list({ created: { gte }, limit: 100 })) {
        if (intent.metadata['paymentId'] === paymentId) oldest = intentOf(intent);
      }
      return oldest;
    },
  };
}

const CLOCK_SKEW_SECONDS = 600;

export type PaymentIntents = ReturnType<typeof createPaymentIntents>;

function intentOf(intent: Stripe.PaymentIntent): Intent {
  const charge = chargeOf(intent.latest_charge);
  return {
    id: intent.id,
    status: intent.status,
    currency: intent.currency,
    livemode: intent.livemode,
    amountReceivedMinor: intent.amount_received,
    amountCapturableMinor: intent.amount_capturable,
    metadata: intent.metadata,
    ...(charge && { charge }),
  };
}

function chargeOf(charge: string | Stripe.Charge | null): Intent['charge'] {
  if (charge === null) return undefined;
  if (typeof charge === 'string') return { id: charge };
  return {
    id: charge.id,
    ...(charge.receipt_url !== null && { receiptUrl: charge.receipt_url }),
    ...(charge.payment_method_details && { methodType: charge.payment_method_details.type }),
  };
}
