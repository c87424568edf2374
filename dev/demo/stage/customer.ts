import Stripe from 'stripe';
import type { DemoBooking } from '../booking';
import { exchange } from './http';
import { NotYet, patiently } from './patience';

const PATIENCE_MS = 120_000;

interface StripeAddress {
  readonly url: string;
  readonly secretKey: string;
  readonly control: string;
}

/** What happens at Stripe without the product: customers pay, banks decide, somebody clicks. */
export function createCustomer({ url, secretKey, control }: StripeAddress) {
  const { hostname, port } = new URL(url);
  const stripe = new Stripe(secretKey, { host: hostname, port, protocol: 'http' });

  /** A decline is an outcome, not an error. */
  async function confirm(intentId: string, method: string): Promise<void> {
    try {
      await stripe.paymentIntents.confirm(intentId, {
        payment_method: method,
        return_url: 'http://127.0.0.1/back',
      });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeCardError)) throw error;
    }
  }

  async function order(path: string, body: object): Promise<void> {
    const reply = await exchange('POST', `${control}${path}`, body);
    if (reply.status !== 200)
      throw new Error(`the simulator answered ${reply.status} ${JSON.stringify(reply.body)}`);
  }

  /** As soon as Stripe knows of the refund. */
  async function endRefund(intentId: string, outcome: 'succeeded' | 'failed'): Promise<void> {
    const id = await patiently(`the refund of ${intentId}`, PATIENCE_MS, async () => {
      const { data } = await stripe.refunds.list({ payment_intent: intentId, limit: 1 });
      if (!data[0]) throw new NotYet('Stripe knows of none');
      return data[0].id;
    });
    await order(`/refunds/${id}/settle`, { outcome });
  }

  return {
    async pay(booking: DemoBooking, intentId: string, method = 'pm_card_visa'): Promise<void> {
      booking.step = `paying with ${method}`;
      await confirm(intentId, method);
      booking.step = 'paid';
    },

    async authenticate(booking: DemoBooking, intentId: string): Promise<void> {
      booking.step = 'authenticating';
      await order(`/payment_intents/${intentId}/authenticate`, { outcome: 'succeed' });
      booking.step = 'paid';
    },

    /** On a PaymentIntent that names our payment and that the product knows nothing of. */
    async payBeside(booking: DemoBooking): Promise<void> {
      booking.step = 'paying beside';
      const { bookingId, paymentId, price } = booking;
      const { id } = await stripe.paymentIntents.create({
        ...{ amount: price.amountMinor, currency: price.currency },
        allowed_payment_method_types: ['card'],
        metadata: { bookingId, paymentId },
      });
      await confirm(id, 'pm_card_visa');
    },

    async changeAmount(booking: DemoBooking, intentId: string, amount: number): Promise<void> {
      booking.step = 'changing the amount';
      await stripe.paymentIntents.update(intentId, { amount });
    },

    async refundInDashboard(booking: DemoBooking, intentId: string): Promise<void> {
      booking.step = 'refunding in the dashboard';
      await order('/refunds', { payment_intent: intentId });
    },

    /** The bank sends it back as soon as it is there. */
    async failRefund(booking: DemoBooking, intentId: string): Promise<void> {
      await endRefund(intentId, 'failed');
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
