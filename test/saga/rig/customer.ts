import Stripe from 'stripe';
import type { Order } from './orders';
import type { StripeSide } from './stripe';

/** What customers, their banks and people in Stripe's dashboard do without the product. */
export function createCustomer({ outside, control }: StripeSide) {
  async function confirm(intentId: string, method: string): Promise<Stripe.PaymentIntent | string> {
    try {
      return await outside.paymentIntents.confirm(intentId, {
        payment_method: method,
        return_url: 'http://127.0.0.1/back',
      });
    } catch (error) {
      // What a customer may meet: a decline, or a payment that is closed or done.
      if (error instanceof Stripe.errors.StripeError && error.statusCode)
        return error.code ?? error.rawType ?? error.type;
      throw error;
    }
  }

  return {
    /** The PaymentIntent as it is then, or Stripe's word for why not. */
    pay: (intentId: string, method = 'pm_card_visa') => confirm(intentId, method),
    decline: (intentId: string) => confirm(intentId, 'pm_card_visa_chargeDeclined'),
    askedFor3ds: (intentId: string) => confirm(intentId, 'pm_card_authenticationRequired'),
    authenticate: (intentId: string, outcome: 'succeed' | 'fail' = 'succeed') =>
      control('POST', `/payment_intents/${intentId}/authenticate`, { outcome }),

    /** A PaymentIntent that the product did not make, paid. */
    async payBeside(
      { amount, currency }: Pick<Order, 'amount' | 'currency'>,
      metadata: Record<string, string>,
      payment_method = 'pm_card_visa',
    ): Promise<{ intentId: string; chargeId: string }> {
      const intent = await outside.paymentIntents.create({
        ...{ amount, currency, metadata, payment_method, confirm: true },
        allowed_payment_method_types: ['card'],
      });
      return { intentId: intent.id, chargeId: intent.latest_charge as string };
    },
    changeAmount: (intentId: string, amount: number) =>
      outside.paymentIntents.update(intentId, { amount }),

    refundInDashboard: (intentId: string, amount?: number) =>
      control<{ id: string }>('POST', '/refunds', {
        payment_intent: intentId,
        ...(amount !== undefined && { amount }),
      }),
    dispute: (intentId: string, more: object = {}) =>
      control<{ id: string }>('POST', '/disputes', { payment_intent: intentId, ...more }),
    closeDispute: (disputeId: string, outcome: 'won' | 'lost') =>
      control('POST', `/disputes/${disputeId}/close`, { outcome }),
    refundsOf: async (intentId: string) =>
      (await outside.refunds.list({ payment_intent: intentId, limit: 100 })).data,
    /** The bank sends a refund back, though it had succeeded. */
    bounceRefund: (stripeRefundId: string) =>
      control('POST', `/refunds/${stripeRefundId}/settle`, { outcome: 'failed' }),
  };
}
