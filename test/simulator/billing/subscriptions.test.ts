import type Stripe from 'stripe';
import { errorOf, idOf, started, type Started } from '../started';
import {
  seenEvents,
  DAY,
  eventsSince,
  latestInvoice,
  paymentIntentOf,
  periodOf,
  subscribe,
  subscriber,
} from './subscriber';

describe('a new subscription', () => {
  let sim: Started;
  let stripe: Stripe;
  beforeEach(async () => {
    sim = await started();
    stripe = sim.stripe;
  });
  afterEach(() => sim.close());

  const authenticate = (intent: string, outcome: 'succeed' | 'fail') =>
    sim.control('POST', `/payment_intents/${intent}/authenticate`, { outcome });

  it('is paid at once with a good card, and active', async () => {
    const { customer } = await subscriber(stripe);
    const seen = await seenEvents(stripe);
    const metadata = { requestId: 'r-1' };
    const subscription = await subscribe(stripe, customer, {
      metadata,
      expand: ['latest_invoice.payments'],
    });
    expect(subscription).toMatchObject({
      status: 'active',
      cancel_at_period_end: false,
      currency: 'eur',
      metadata,
      pending_setup_intent: null,
      trial_end: null,
      items: { data: [{ price: { id: 'price_demoMonthly', unit_amount: 990 }, quantity: 1 }] },
      latest_invoice: {
        amount_due: 990,
        amount_paid: 990,
        attempt_count: 1,
        billing_reason: 'subscription_create',
        status: 'paid',
        parent: { subscription_details: { subscription: subscription.id, metadata } },
        payments: { data: [{ status: 'paid', amount_paid: 990 }] },
      },
    });
    const [start, end] = periodOf(subscription);
    expect(start).toBe(subscription.created);
    expect((end - start) / DAY).toBeGreaterThanOrEqual(28);
    expect(await eventsSince(stripe, seen)).toEqual([
      'customer.subscription.created incomplete',
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
      'customer.subscription.updated active',
    ]);
  });

  it('that is declined waits for another card, for 23 hours', async () => {
    const { customer } = await subscriber(stripe, 'pm_card_chargeCustomerFail');
    const seen = await seenEvents(stripe);
    const { id, status } = await subscribe(stripe, customer);
    expect(status).toBe('incomplete');
    const invoice = await latestInvoice(stripe, id);
    expect(invoice).toMatchObject({ status: 'open', attempted: true, next_payment_attempt: null });
    expect(await eventsSince(stripe, seen)).toEqual([
      'customer.subscription.created incomplete',
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'invoice.payment_failed',
      'customer.updated',
    ]);
    await sim.advance(22 * 60 * 60);
    const intent = await paymentIntentOf(stripe, invoice.id);
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
    await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
    await sim.advance(2 * 60 * 60);
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
  });

  it('that is never paid expires, and its invoice is void', async () => {
    const { customer } = await subscriber(stripe, 'pm_card_chargeCustomerFail');
    const { id } = await subscribe(stripe, customer);
    const seen = await seenEvents(stripe);
    await sim.advance(23 * 60 * 60);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'incomplete_expired' });
    expect((await latestInvoice(stripe, id)).status).toBe('void');
    expect(await eventsSince(stripe, seen)).toEqual([
      'payment_intent.canceled',
      'invoice.voided',
      'customer.subscription.updated incomplete_expired',
    ]);
    await sim.advance(60 * DAY);
    expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(1);
    expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toHaveLength(1);
  });

  it('waits for 3D Secure, and is active after it', async () => {
    const { customer } = await subscriber(stripe, 'pm_card_authenticationRequired');
    const seen = await seenEvents(stripe);
    const subscription = await subscribe(stripe, customer, {
      expand: ['latest_invoice.confirmation_secret'],
    });
    expect(subscription.status).toBe('incomplete');
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    const intent = await paymentIntentOf(stripe, invoice.id);
    expect(intent.status).toBe('requires_action');
    expect(invoice.confirmation_secret).toEqual({
      client_secret: intent.client_secret,
      type: 'payment_intent',
    });
    expect((await eventsSince(stripe, seen)).slice(4)).toEqual([
      'payment_intent.requires_action',
      'invoice.payment_failed',
      'customer.updated',
      'invoice.payment_action_required',
    ]);
    await authenticate(intent.id, 'succeed');
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
    expect((await stripe.invoices.retrieve(invoice.id)).status).toBe('paid');
  });

  it('stays incomplete when 3D Secure fails', async () => {
    const { customer } = await subscriber(stripe, 'pm_card_authenticationRequired');
    const { id } = await subscribe(stripe, customer);
    const invoice = await latestInvoice(stripe, id);
    const intent = await paymentIntentOf(stripe, invoice.id);
    await authenticate(intent.id, 'fail');
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('incomplete');
    expect((await paymentIntentOf(stripe, invoice.id)).status).toBe('requires_payment_method');
  });

  it('is not asked for 3D Secure again with a card that was set up, off session', async () => {
    const { id: customer } = await stripe.customers.create();
    const setup = await stripe.setupIntents.create({
      customer,
      payment_method: 'pm_card_authenticationRequiredOnSetup',
      confirm: true,
      return_url: 'https://shop.example/done',
    });
    await sim.control('POST', `/setup_intents/${setup.id}/authenticate`, { outcome: 'succeed' });
    const method = idOf(setup.payment_method);
    const { status } = await subscribe(stripe, customer, {
      default_payment_method: method,
      off_session: true,
    });
    expect(status).toBe('active');
  });

  it('with default_incomplete waits for a confirmation, and keeps the card that paid', async () => {
    const { id: customer } = await stripe.customers.create();
    const { id } = await subscribe(stripe, customer, {
      payment_behavior: 'default_incomplete',
      payment_settings: { save_default_payment_method: 'on_subscription' },
    });
    const invoice = await latestInvoice(stripe, id, ['payments']);
    expect(invoice).toMatchObject({ status: 'open', attempted: false, attempt_count: 0 });
    const intent = await paymentIntentOf(stripe, invoice.id);
    expect(intent).toMatchObject({ setup_future_usage: 'off_session', amount: 990, customer });
    const paid = await stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa',
    });
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({
      status: 'active',
      default_payment_method: paid.payment_method,
    });
    await sim.advance(32 * DAY);
    expect(await latestInvoice(stripe, id)).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_cycle',
    });
  });

  it.each(['pm_card_chargeCustomerFail', 'pm_card_authenticationRequired'])(
    'with error_if_incomplete and %s does not come to be',
    async (card) => {
      const { customer } = await subscriber(stripe, card);
      const seen = await seenEvents(stripe);
      const params = { payment_behavior: 'error_if_incomplete' as const };
      expect(await errorOf(subscribe(stripe, customer, params))).toMatchObject({
        statusCode: 402,
        type: 'StripeCardError',
      });
      expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
      expect(await eventsSince(stripe, seen)).toEqual([]);
    },
  );

  it('is made once, however often it is asked for under one key', async () => {
    const { customer } = await subscriber(stripe);
    const params = { customer, items: [{ price: 'price_demoPro' }] };
    await sim.fault({ kind: 'lose_response', match: { path: '/v1/subscriptions' }, times: 2 });
    await errorOf(stripe.subscriptions.create(params, { idempotencyKey: 'subscription:1' }));
    const again = await stripe.subscriptions.create(params, { idempotencyKey: 'subscription:1' });
    const { data } = await stripe.subscriptions.list({ customer });
    expect(data.map(({ id }) => id)).toEqual([again.id]);
    expect((await stripe.charges.list({ customer })).data).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    ['an unknown price', { items: [{ price: 'price_none' }] }, { code: 'resource_missing' }],
    ['a card of somebody else', { default_payment_method: 'pm_card_visa' }, { statusCode: 400 }],
    ['no price', { items: [{}] }, { statusCode: 400 }],
    ['two intervals', { items: [{ price: 'price_demoPro' }, { price: 'price_demoYearly' }] }, {}],
    ['a trial that is over', { trial_end: 1 }, { param: 'trial_end' }],
  ])('is refused with %s', async (_what, more, error) => {
    const { customer } = await subscriber(stripe);
    const params = { customer, items: [{ price: 'price_demoMonthly' }], ...more };
    const refusal = await errorOf(stripe.subscriptions.create(params));
    expect(refusal).toMatchObject({ statusCode: 400, ...error });
    expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([]);
  });

  it('needs a way to be paid', async () => {
    const { id: customer } = await stripe.customers.create();
    const error = await errorOf(subscribe(stripe, customer));
    expect(error.message).toContain('no attached payment source');
  });

  it('has a PaymentIntent that is the business of its invoice alone', async () => {
    const { customer } = await subscriber(stripe, 'pm_card_chargeCustomerFail');
    const { id } = await subscribe(stripe, customer);
    const intent = await paymentIntentOf(stripe, (await latestInvoice(stripe, id)).id);
    for (const call of [
      stripe.paymentIntents.cancel(intent.id),
      stripe.paymentIntents.update(intent.id, { amount: 1000 }),
    ])
      expect((await errorOf(call)).message).toContain('invoice');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ amount: 990 });
    const { data } = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent.id },
    });
    expect(data).toMatchObject([{ status: 'open', amount_requested: 990 }]);
  });
});
