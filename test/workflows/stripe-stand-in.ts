import type { ChargeTaken, DeclinedAttempt } from '../../src/domain/decisions/paying';

/** What Stripe holds of one booking: its PaymentIntent, and how it answers refunds. */
export function createStripe(amountMinor: number, currency: string) {
  const stripe = {
    intent: 'requires_payment_method' as
      'requires_payment_method' | 'requires_action' | 'processing' | 'succeeded' | 'canceled',
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
      stripe.intent = 'succeeded';
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
