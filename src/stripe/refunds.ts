import type Stripe from 'stripe';
import { stripeReason } from '../domain/refund';
import type { StripeClient } from './client';

export interface StripeRefund {
  id: string;
  status: 'pending' | 'succeeded' | 'failed';
  amountMinor: number;
  chargeId?: string;
  failureReason?: string;
  metadata: Record<string, string>;
}

export function createRefunds(stripe: StripeClient) {
  return {
    async create(
      refund: {
        refundId: string;
        paymentId: string;
        chargeId: string;
        amountMinor: number;
        reason: string;
      },
      idempotencyKey: string,
    ): Promise<StripeRefund> {
      const made = await stripe.refunds.create(
        {
          charge: refund.chargeId,
          amount: refund.amountMinor,
          reason: stripeReason(refund.reason),
          metadata: {
            refundId: refund.refundId,
            paymentId: refund.paymentId,
            reason: refund.reason.slice(0, 500),
          },
        },
        { idempotencyKey },
      );
      // A replayed answer shows the refund as it was then; it may have failed since.
      const replayed = made.lastResponse.headers['idempotent-replayed'] === 'true';
      return refundOf(replayed ? await stripe.refunds.retrieve(made.id) : made);
    },

    async retrieve(id: string): Promise<StripeRefund> {
      return refundOf(await stripe.refunds.retrieve(id));
    },

    /** The refund that a lost answer or a saved error may hide. Failed ones do not count. */
    async findByRefundId(refundId: string, chargeId: string): Promise<StripeRefund | undefined> {
      for await (const refund of stripe.refunds.list({ charge: chargeId, limit: 100 })) {
        const found = refundOf(refund);
        if (found.metadata['refundId'] === refundId && found.status !== 'failed') return found;
      }
      return undefined;
    },

    /** The charge behind stray money. */
    async retrieveCharge(chargeId: string) {
      const charge = await stripe.charges.retrieve(chargeId);
      const intent = charge.payment_intent;
      return {
        id: charge.id,
        paymentIntentId: typeof intent === 'string' ? intent : (intent?.id ?? ''),
        capturedMinor: charge.amount_captured,
        refundedMinor: charge.amount_refunded,
        currency: charge.currency,
        livemode: charge.livemode,
        receiptUrl: charge.receipt_url ?? undefined,
        methodType: charge.payment_method_details?.type,
      };
    },
  };
}

export type Refunds = ReturnType<typeof createRefunds>;

function refundOf(refund: Stripe.Refund): StripeRefund {
  const charge = refund.charge;
  const chargeId = typeof charge === 'string' ? charge : charge?.id;
  return {
    id: refund.id,
    status: statusOf(refund.status),
    amountMinor: refund.amount,
    ...(chargeId !== undefined && { chargeId }),
    ...(refund.failure_reason !== undefined && { failureReason: refund.failure_reason }),
    metadata: refund.metadata ?? {},
  };
}

/** `requires_action` still waits; `canceled` gave nothing back. */
function statusOf(status: string | null): StripeRefund['status'] {
  if (status === 'succeeded') return 'succeeded';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}
