import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import type { DemoBooking } from '../booking';
import { payByCard, stripeAt, type StripeAddress } from './cards';
import type { Control } from './control';
import { NotYet, patiently } from './patience';

const PATIENCE_MS = 120_000;

/** What happens at Stripe without the product: customers pay, and somebody clicks in the dashboard. */
export function createCustomer(address: StripeAddress, order: Control) {
  const stripe = stripeAt(address);
  const confirm = (intentId: string, card: string) => payByCard(stripe, intentId, card);

  /** As soon as Stripe knows of the refund, or some time after that. */
  async function endRefund(intentId: string, outcome: 'succeeded' | 'failed', afterMs = 0) {
    const id = await patiently(`the refund of ${intentId}`, PATIENCE_MS, async () => {
      const { data } = await stripe.refunds.list({ payment_intent: intentId, limit: 1 });
      const [refund] = data;
      if (!refund || refund.status === 'failed') throw new NotYet('Stripe knows of none');
      return refund.id;
    });
    await sleep(afterMs);
    await order(`/refunds/${id}/settle`, { outcome });
  }

  async function payNew({ price }: DemoBooking, metadata: Record<string, string>) {
    const { id } = await stripe.paymentIntents.create({
      ...{ amount: price.amountMinor, currency: price.currency },
      allowed_payment_method_types: ['card'],
      metadata,
    });
    await confirm(id, 'pm_card_visa');
    return id;
  }

  return {
    async pay(booking: DemoBooking, intentId: string, method = 'pm_card_visa'): Promise<void> {
      booking.step = `paying with ${method}`;
      await confirm(intentId, method);
      booking.step = 'paid';
    },

    /** Whoever cancels at the same moment may be faster. */
    async payIfOpen(booking: DemoBooking, intentId: string): Promise<void> {
      booking.step = 'paying';
      await confirm(intentId, 'pm_card_visa').catch((error: unknown) => {
        const code = error instanceof Stripe.errors.StripeError ? error.code : undefined;
        if (code !== 'payment_intent_unexpected_state') throw error;
      });
    },

    async authenticate(
      booking: DemoBooking,
      intentId: string,
      outcome: 'succeed' | 'fail' = 'succeed',
    ): Promise<void> {
      booking.step = 'authenticating';
      await order(`/payment_intents/${intentId}/authenticate`, { outcome });
      booking.step = outcome === 'succeed' ? 'authenticated' : 'not authenticated';
    },

    /** On a PaymentIntent that names our payment and that the product knows nothing of; its id. */
    async payBeside(booking: DemoBooking): Promise<string> {
      booking.step = 'paying beside';
      const { bookingId, paymentId } = booking;
      return payNew(booking, { bookingId, paymentId });
    },

    /** On a PaymentIntent that another service has made for the same booking. */
    async payElsewhere(booking: DemoBooking): Promise<void> {
      booking.step = 'paying elsewhere';
      await payNew(booking, { bookingId: booking.bookingId });
    },

    async changeAmount(booking: DemoBooking, intentId: string, amount: number): Promise<void> {
      booking.step = 'changing the amount';
      await stripe.paymentIntents.update(intentId, { amount });
    },

    async cancelInDashboard(booking: DemoBooking, intentId: string): Promise<void> {
      booking.step = 'cancelling in the dashboard';
      await stripe.paymentIntents.cancel(intentId);
    },

    async refundInDashboard(booking: DemoBooking, intentId: string): Promise<void> {
      booking.step = 'refunding in the dashboard';
      await order('/refunds', { payment_intent: intentId });
    },

    /** The bank sends it back as soon as it is there; before it has settled by itself. */
    async failRefund(booking: DemoBooking, intentId: string, afterMs = 0): Promise<void> {
      await endRefund(intentId, 'failed', afterMs);
      booking.step = 'refund failed at the bank';
    },

    async settleRefund(booking: DemoBooking, intentId: string): Promise<void> {
      await endRefund(intentId, 'succeeded');
      booking.step = 'refund settled';
    },

    /** Refunds that are pending first stay so for this long, unless somebody settles them. */
    async slowRefunds(seconds: number): Promise<void> {
      await order('/settings', { refund_settles_seconds: seconds });
    },
  };
}

export type Customer = ReturnType<typeof createCustomer>;
