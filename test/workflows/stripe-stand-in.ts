import type { Decline } from '../../src/activities/payment-confirming';
import type { IntentStatus } from '../../src/domain/decisions/reading';
import type { ChargeTaken, DeclinedAttempt } from '../../src/domain/decisions/paying';

/** What Stripe holds of one booking: its PaymentIntent, and how it answers refunds. */
export function createStripe(
  amountMinor: number,
  currency: string,
  captureMethod: 'automatic' | 'manual' = 'automatic',
) {
  const stripe = {
    intent: 'requires_payment_method' as IntentStatus,
    captureMethod,
    /** How often our server has confirmed it. */
    confirmations: 0,
    /** How often the PaymentIntent was read. */
    reads: 0,
    receivedMinor: amountMinor,
    declines: [] as DeclinedAttempt[],
    refunding: 'succeeds' as 'succeeds' | 'pends' | 'fails',
    /** What happens between Stripe's answer to a refund and the end of the activity. */
    meanwhile: (): Promise<void> => Promise.resolve(),

    /** The customer pays. False when the PaymentIntent can take no money any more. */
    pay(receivedMinor = amountMinor): boolean {
      if (stripe.intent === 'canceled') return false;
      stripe.intent = stripe.captureMethod === 'manual' ? 'requires_capture' : 'succeeded';
      stripe.receivedMinor = receivedMinor;
      return true;
    },
    decline(declineCode = 'insufficient_funds'): void {
      const n = stripe.declines.length + 1;
      stripe.declines.push({
        stripeEventId: `evt_decline_${n}`,
        stripeChargeId: `ch_decline_${n}`,
        errorCode: 'card_declined',
        declineCode,
      });
    },
    /** Our server's confirmation: by the words of the payment method. */
    confirm(paymentMethodId?: string): Decline | undefined {
      if (paymentMethodId === 'pm_declined') {
        const message = 'Your card was declined.';
        return { code: 'card_declined', message, declineCode: 'insufficient_funds' };
      }
      if (paymentMethodId === 'pm_3ds') stripe.intent = 'requires_action';
      else stripe.pay();
      return undefined;
    },
    charge: (): ChargeTaken => ({
      stripeChargeId: 'ch_3Qa',
      stripePaymentIntentId: 'pi_3Qa',
      amountMinor: stripe.receivedMinor,
      currency,
      livemode: false,
      methodType: 'card',
    }),
  };
  return stripe;
}

export type Stripe = ReturnType<typeof createStripe>;
