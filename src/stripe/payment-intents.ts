import type Stripe from 'stripe';
import type { StripeClient } from './client';

/** What the saga needs to know of a PaymentIntent; the client secret is left behind on purpose. */
export interface Intent {
  id: string;
  status: Stripe.PaymentIntent.Status;
  currency: string;
  livemode: boolean;
  amountReceivedMinor: number;
  metadata: Record<string, string>;
  /** The successful charge, once there is one. */
  charge?: { id: string; receiptUrl?: string; methodType?: string };
}

export type MethodType = Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType;

export interface NewIntent {
  amountMinor: number;
  currency: string;
  methodTypes: readonly MethodType[];
  metadata: Record<string, string>;
}

const EXPAND = { expand: ['latest_charge'] };

export function createPaymentIntents(stripe: StripeClient) {
  return {
    async create(wanted: NewIntent, idempotencyKey: string): Promise<Intent> {
      const intent = await stripe.paymentIntents.create(
        {
          amount: wanted.amountMinor,
          currency: wanted.currency,
          capture_method: 'automatic',
          allowed_payment_method_types: [...wanted.methodTypes],
          metadata: wanted.metadata,
        },
        { idempotencyKey },
      );
      return intentOf(intent);
    },

    async retrieve(id: string): Promise<Intent> {
      return intentOf(await stripe.paymentIntents.retrieve(id, EXPAND));
    },

    async cancel(
      id: string,
      reason: 'requested_by_customer' | 'abandoned',
      idempotencyKey: string,
    ): Promise<Intent> {
      const parameters = { cancellation_reason: reason };
      return intentOf(await stripe.paymentIntents.cancel(id, parameters, { idempotencyKey }));
    },

    /** Listed, not searched: Stripe's search index lags behind, the list does not. */
    async findByPaymentId(paymentId: string, createdSince: Date): Promise<Intent | undefined> {
      const gte = Math.floor(createdSince.getTime() / 1_000) - CLOCK_SKEW_SECONDS;
      for await (const intent of stripe.paymentIntents.list({ created: { gte }, limit: 100 })) {
        if (intent.metadata['paymentId'] === paymentId) return intentOf(intent);
      }
      return undefined;
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
