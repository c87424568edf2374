import type Stripe from 'stripe';
import { DAY, latestInvoice, paymentIntentOf, subscribe, subscriber } from '../billing/subscriber';
import { errorOf, idOf, type Started } from '../started';

/** The same for saved cards and subscriptions. */
export async function billing(sim: Started, stripe: Stripe): Promise<void> {
  await setups(sim, stripe);
  await catalog(stripe);
  await beginnings(sim, stripe);
  await changes(sim, stripe);
  await failures(sim, stripe);
  await listing(stripe);
}

async function setups(sim: Started, stripe: Stripe): Promise<void> {
  const { id: customer } = await stripe.customers.create({
    metadata: { customerId: 'cus-41' },
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  await stripe.customers.listPaymentMethods(customer, { type: 'card' });
  await stripe.customers.search({ query: "metadata['customerId']:'cus-41'" });
  const setup = await stripe.setupIntents.create({
    customer,
    usage: 'off_session',
    metadata: { requestId: 'r-1' },
    allowed_payment_method_types: ['card'],
  });
  const confirm = (payment_method: string) =>
    stripe.setupIntents.confirm(setup.id, {
      payment_method,
      return_url: 'https://shop.example/done',
    });
  await errorOf(confirm('pm_card_visa_chargeDeclined'));
  await stripe.setupIntents.retrieve(setup.id);
  await confirm('pm_card_authenticationRequired');
  await sim.control('POST', `/setup_intents/${setup.id}/authenticate`, { outcome: 'fail' });
  await stripe.setupIntents.retrieve(setup.id);
  await confirm('pm_card_visa');
  await stripe.setupIntents.retrieve(setup.id, { expand: ['payment_method', 'customer'] });
  await errorOf(stripe.setupIntents.cancel(setup.id));
  const other = await stripe.setupIntents.create({ customer });
  await stripe.setupIntents.update(other.id, { description: 'For later' });
  await stripe.setupIntents.cancel(other.id, { cancellation_reason: 'abandoned' });
  await stripe.setupIntents.list({ customer });
}

async function catalog(stripe: Stripe): Promise<void> {
  const product = await stripe.products.create({ name: 'Guide', metadata: { a: '1' } });
  await stripe.products.retrieve(product.id);
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'eur',
    unit_amount: 1500,
    recurring: { interval: 'week', interval_count: 2 },
    lookup_key: 'guide',
  });
  await stripe.prices.create({ product: product.id, currency: 'jpy', unit_amount: 100 });
  await stripe.prices.update(price.id, { nickname: 'Guide' });
  await stripe.prices.retrieve(price.id, { expand: ['product'] });
  await stripe.prices.list({ active: true, lookup_keys: ['guide'] });
  await stripe.products.list({ active: true });
  await errorOf(stripe.prices.retrieve('price_none'));
}

async function beginnings(sim: Started, stripe: Stripe): Promise<void> {
  const { customer, method } = await subscriber(stripe);
  await subscribe(stripe, customer, {
    default_payment_method: method,
    off_session: true,
    metadata: { requestId: 'r-1' },
    expand: [
      'latest_invoice.payments.data.payment',
      'latest_invoice.confirmation_secret',
      'pending_setup_intent',
      'default_payment_method',
      'customer',
    ],
  });
  await subscribe(stripe, customer, {
    payment_behavior: 'default_incomplete',
    payment_settings: { save_default_payment_method: 'on_subscription' },
    expand: ['latest_invoice.confirmation_secret'],
  });
  const asked = await subscriber(stripe, 'pm_card_authenticationRequired');
  const { id } = await subscribe(stripe, asked.customer);
  const invoice = await latestInvoice(stripe, id, ['payments']);
  await errorOf(stripe.invoices.pay(invoice.id));
  const intent = await paymentIntentOf(stripe, invoice.id);
  await sim.control('POST', `/payment_intents/${intent.id}/authenticate`, { outcome: 'succeed' });
  await subscribe(stripe, asked.customer, {
    trial_period_days: 7,
    trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    expand: ['pending_setup_intent'],
  });
  const bad = await subscriber(stripe, 'pm_card_chargeCustomerFail');
  await subscribe(stripe, bad.customer);
  await errorOf(subscribe(stripe, bad.customer, { payment_behavior: 'error_if_incomplete' }));
  await sim.advance(2 * DAY);
}

async function changes(sim: Started, stripe: Stripe): Promise<void> {
  const { customer } = await subscriber(stripe);
  const { id, items } = await subscribe(stripe, customer);
  const item = items.data[0]?.id ?? '';
  await sim.advance(10 * DAY);
  await stripe.subscriptions.update(id, {
    items: [{ id: item, price: 'price_demoPro' }],
    proration_behavior: 'always_invoice',
    payment_behavior: 'allow_incomplete',
  });
  await stripe.subscriptions.update(id, { items: [{ id: item, price: 'price_demoMonthly' }] });
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await stripe.subscriptions.update(id, { cancel_at_period_end: false, metadata: { a: '1' } });
  await sim.advance(32 * DAY);
  await stripe.subscriptions.retrieve(id, {
    expand: ['latest_invoice', 'items.data.price.product'],
  });
  await stripe.subscriptions.cancel(id, {
    prorate: true,
    invoice_now: true,
    cancellation_details: { comment: 'enough', feedback: 'unused' },
  });
  await errorOf(stripe.subscriptions.cancel(id));
  await stripe.subscriptions.retrieve(id);
}

async function failures(sim: Started, stripe: Stripe): Promise<void> {
  const { customer } = await subscriber(stripe);
  const { id } = await subscribe(stripe, customer);
  const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
  await stripe.subscriptions.update(id, { default_payment_method: bad.id });
  await sim.advance(34 * DAY);
  const { id: invoice } = await latestInvoice(stripe, id);
  await errorOf(stripe.invoices.pay(invoice));
  const intent = await paymentIntentOf(stripe, invoice);
  await errorOf(stripe.paymentIntents.cancel(intent.id));
  await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intent.id },
  });
  await sim.advance(30 * DAY);
  await stripe.subscriptions.retrieve(id);
  await stripe.invoices.voidInvoice(invoice);
}

async function listing(stripe: Stripe): Promise<void> {
  await stripe.subscriptions.list({ status: 'all', limit: 100 });
  await stripe.subscriptions.search({ query: "metadata['requestId']:'r-1'" });
  const { data } = await stripe.invoices.list({
    limit: 100,
    expand: ['data.payments', 'data.customer'],
  });
  await stripe.invoices.search({ query: "status:'paid'", limit: 5 });
  const { data: payments } = await stripe.invoicePayments.list({ limit: 100, status: 'paid' });
  await stripe.invoicePayments.retrieve(payments[0]?.id ?? '', { expand: ['invoice'] });
  await stripe.invoices.retrieve(idOf(data[0] ?? null), {
    expand: ['parent.subscription_details.subscription'],
  });
}
