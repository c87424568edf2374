import type Stripe from 'stripe';
import { errorOf, eventTypes, idOf, started, type Started } from '../started';

const return_url = 'https://shop.example/done';

describe('a card that is saved for later', () => {
  let sim: Started;
  let stripe: Stripe;
  let customer: string;
  beforeEach(async () => {
    sim = await started();
    stripe = sim.stripe;
    ({ id: customer } = await stripe.customers.create({ email: 'ada@example.com' }));
  });
  afterEach(() => sim.close());

  const setUp = (payment_method: string, more: Partial<Stripe.SetupIntentCreateParams> = {}) =>
    stripe.setupIntents.create({
      customer,
      payment_method,
      confirm: true,
      return_url,
      ...more,
    });
  const authenticate = (id: string, outcome: 'succeed' | 'fail') =>
    sim.control<Stripe.SetupIntent>('POST', `/setup_intents/${id}/authenticate`, { outcome });

  it('is attached to its customer at once when the bank does not ask', async () => {
    const setup = await setUp('pm_card_visa', { metadata: { requestId: 'r-1' } });
    expect(setup).toMatchObject({
      status: 'succeeded',
      usage: 'off_session',
      next_action: null,
      metadata: { requestId: 'r-1' },
    });
    const { data } = await stripe.paymentMethods.list({ customer });
    expect(data.map(({ id }) => id)).toEqual([setup.payment_method]);
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual(data);
    expect(await eventTypes(stripe)).toEqual([
      'customer.created',
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
    ]);
  });

  it('is saved after 3D Secure, and pays without the customer from then on', async () => {
    const setup = await setUp('pm_card_authenticationRequiredOnSetup');
    expect(setup).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url } },
    });
    expect((await stripe.paymentMethods.list({ customer })).data).toEqual([]);
    expect((await authenticate(setup.id, 'succeed')).status).toBe('succeeded');
    const paid = await stripe.paymentIntents.create({
      amount: 1000,
      currency: 'eur',
      customer,
      payment_method: idOf(setup.payment_method),
      off_session: true,
      confirm: true,
    });
    expect(paid.status).toBe('succeeded');
  });

  it('is not saved when 3D Secure fails, and another can be', async () => {
    const setup = await setUp('pm_card_authenticationRequired');
    expect(await authenticate(setup.id, 'fail')).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_setup_error: { code: 'setup_intent_authentication_failure' },
    });
    expect((await eventTypes(stripe)).at(-1)).toBe('setup_intent.setup_failed');
    const confirmed = await stripe.setupIntents.confirm(setup.id, {
      payment_method: 'pm_card_visa',
      return_url,
    });
    expect(confirmed).toMatchObject({ status: 'succeeded', last_setup_error: null });
  });

  it.each(['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclinedExpiredCard'])(
    'is refused with %s',
    async (card) => {
      const error = await errorOf(setUp(card));
      expect(error).toMatchObject({
        statusCode: 402,
        type: 'StripeCardError',
        setup_intent: { status: 'requires_payment_method' },
      });
      expect((await eventTypes(stripe)).at(-1)).toBe('setup_intent.setup_failed');
      expect(await errorOf(stripe.paymentMethods.attach(card, { customer }))).toMatchObject({
        statusCode: 402,
      });
    },
  );

  it('can be one that pays nothing later', async () => {
    const setup = await setUp('pm_card_chargeCustomerFail');
    expect(setup.status).toBe('succeeded');
  });

  it('is given up by a cancel, which is final', async () => {
    const { id } = await stripe.setupIntents.create({ customer });
    const canceled = await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect((await eventTypes(stripe)).at(-1)).toBe('setup_intent.canceled');
    for (const call of [stripe.setupIntents.cancel(id), stripe.setupIntents.confirm(id)])
      expect(await errorOf(call)).toMatchObject({
        code: 'setup_intent_unexpected_state',
        setup_intent: { id, status: 'canceled' },
      });
  });

  it('needs a return_url where methods may redirect', async () => {
    const error = await errorOf(
      stripe.setupIntents.create({ customer, payment_method: 'pm_card_visa', confirm: true }),
    );
    expect(error.message).toContain('you must provide a `return_url`');
    expect((await stripe.setupIntents.list({ customer })).data).toEqual([]);
  });

  it('is saved by the customer with the client secret, and with nothing less', async () => {
    const { id, client_secret } = await stripe.setupIntents.create({ customer });
    expect(await errorOf(sim.customer.setupIntents.retrieve(id))).toMatchObject({
      code: 'parameter_missing',
    });
    const done = await sim.customer.setupIntents.confirm(id, {
      client_secret: client_secret ?? '',
      payment_method_data: {
        type: 'card',
        card: { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' },
      },
    } as Stripe.SetupIntentConfirmParams);
    expect(done.status).toBe('succeeded');
    expect(done).not.toHaveProperty('customer');
    expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  it("is authenticated on the bank's page, which leads back to the merchant", async () => {
    const { next_action } = await setUp('pm_card_authenticationRequired');
    const url = next_action?.redirect_to_url?.url ?? '';
    expect(await (await fetch(url)).text()).toContain('Complete authentication');
    const body = new URLSearchParams({ outcome: 'succeed' });
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    expect(answer.status).toBe(303);
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.href).toContain(return_url);
    expect(back.searchParams.get('redirect_status')).toBe('succeeded');
    expect(await (await fetch(url)).text()).toContain('Card saved');
    expect((await fetch(url.replace(/.$/, '_'))).status).toBe(404);
  });
});

describe('a customer', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  it('has a default method only of its own', async () => {
    const { id } = await sim.stripe.customers.create();
    const settings = (default_payment_method: string) => ({
      invoice_settings: { default_payment_method },
    });
    const error = await errorOf(sim.stripe.customers.update(id, settings('pm_card_visa')));
    expect(error).toMatchObject({ statusCode: 400, code: 'resource_missing' });
    const { id: method } = await sim.stripe.paymentMethods.attach('pm_card_visa', { customer: id });
    expect(await sim.stripe.customers.update(id, settings(method))).toMatchObject(settings(method));
  });

  it('can come with its card, and is found by its metadata', async () => {
    const customer = await sim.stripe.customers.create({
      metadata: { customerId: 'cus-41' },
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
    const { data } = await sim.stripe.paymentMethods.list({ customer: customer.id });
    expect(customer.invoice_settings.default_payment_method).toBe(data[0]?.id);
    const found = await sim.stripe.customers.search({ query: "metadata['customerId']:'cus-41'" });
    expect(found.data.map(({ id }) => id)).toEqual([customer.id]);
  });
});
