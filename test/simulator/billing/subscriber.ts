import type Stripe from 'stripe';
import type { Started } from '../started';

export const DAY = 24 * 60 * 60;

/** A customer with a card of its own, which is also the default. */
export async function subscriber(stripe: Stripe, card = 'pm_card_visa') {
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
  const method = await stripe.paymentMethods.attach(card, { customer });
  const invoice_settings = { default_payment_method: method.id };
  await stripe.customers.update(customer, { invoice_settings });
  return { customer, method: method.id };
}

type More = Partial<Stripe.SubscriptionCreateParams> & { price?: string };

export function subscribe(
  stripe: Stripe,
  customer: string,
  { price = 'price_demoMonthly', ...more }: More = {},
) {
  return stripe.subscriptions.create({ customer, items: [{ price }], ...more });
}

export async function subscribed(sim: Started, more: More = {}, card = 'pm_card_visa') {
  const { customer, method } = await subscriber(sim.stripe, card);
  const { id } = await subscribe(sim.stripe, customer, more);
  return { id, customer, method };
}

export const latestInvoice = async (stripe: Stripe, id: string, expand: string[] = []) => {
  const { latest_invoice } = await stripe.subscriptions.retrieve(id, {
    expand: ['latest_invoice', ...expand.map((path) => `latest_invoice.${path}`)],
  });
  return latest_invoice as Stripe.Invoice;
};

export async function paymentIntentOf(stripe: Stripe, invoice: string) {
  const { payments } = await stripe.invoices.retrieve(invoice, {
    expand: ['payments.data.payment.payment_intent'],
  });
  return payments?.data[0]?.payment.payment_intent as Stripe.PaymentIntent;
}

/** Stripe lists events for 30 days only, so they are told apart by their ids. */
export async function seenEvents(stripe: Stripe): Promise<Set<string>> {
  return new Set((await allEvents(stripe)).map(({ id }) => id));
}

/** Oldest first; of a subscription with its status. */
export async function eventsSince(stripe: Stripe, seen: Set<string>): Promise<string[]> {
  const fresh = (await allEvents(stripe)).filter(({ id }) => !seen.has(id));
  return fresh.reverse().map(({ type, data }) => {
    const { object, status } = data.object as { object: string; status?: string };
    return object === 'subscription' ? `${type} ${status}` : type;
  });
}

const allEvents = (stripe: Stripe) =>
  stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });

export const periodOf = ({ items }: Stripe.Subscription) => {
  const item = items.data[0];
  return [item?.current_period_start ?? 0, item?.current_period_end ?? 0] as const;
};
