import type Stripe from 'stripe';
import { errorOf, eventTypes, order, paid, started, type Started } from './started';

describe('3D Secure', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  const answer = (id: string, outcome: 'succeed' | 'fail') =>
    sim.control<Stripe.PaymentIntent>('POST', `/payment_intents/${id}/authenticate`, { outcome });
  const asking = 'pm_card_authenticationRequired';

  it('asks the customer first, then charges', async () => {
    const intent = await paid(sim.stripe, asking);
    expect(intent).toMatchObject({
      status: 'requires_action',
      latest_charge: null,
      next_action: { type: 'use_stripe_sdk' },
    });
    expect((await answer(intent.id, 'succeed')).status).toBe('succeeded');
    const [charge] = (await sim.stripe.charges.list({ payment_intent: intent.id })).data;
    expect(charge?.payment_method_details?.card?.three_d_secure?.result).toBe('authenticated');
    expect(await eventTypes(sim.stripe)).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('with a return_url sends the customer to the bank by redirect', async () => {
    const return_url = 'https://shop.example/done';
    const { next_action } = await paid(sim.stripe, asking, { return_url });
    expect(next_action).toMatchObject({ type: 'redirect_to_url', redirect_to_url: { return_url } });
    expect(next_action?.redirect_to_url?.url).toContain(sim.url);
  });

  it('that fails leaves the payment open for another card', async () => {
    const { id } = await paid(sim.stripe, asking);
    expect(await answer(id, 'fail')).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    expect((await eventTypes(sim.stripe)).at(-1)).toBe('payment_intent.payment_failed');
    const done = await sim.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(done.status).toBe('succeeded');
  });

  it('can be passed and still be declined', async () => {
    const { id } = await paid(sim.stripe, 'pm_card_threeDSecureRequiredChargeDeclined');
    expect(await answer(id, 'succeed')).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined', decline_code: 'generic_decline' },
    });
  });

  it('off session is a decline that only the customer can help with', async () => {
    const error = await errorOf(paid(sim.stripe, asking, { off_session: true }));
    expect(error).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method' },
    });
  });

  it('off session is not asked for with a card that is set up', async () => {
    const card = 'pm_card_authenticationRequiredSetupForOffSession';
    expect((await paid(sim.stripe, card)).status).toBe('requires_action');
    expect((await paid(sim.stripe, card, { off_session: true })).status).toBe('succeeded');
  });

  it('fails the attempt where the merchant cannot handle it', async () => {
    const error = await errorOf(paid(sim.stripe, asking, { error_on_requires_action: true }));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method' });
  });

  it('with manual confirmation needs the server to confirm again', async () => {
    const { id } = await paid(sim.stripe, asking, { confirmation_method: 'manual' });
    expect((await answer(id, 'succeed')).status).toBe('requires_confirmation');
    expect((await sim.stripe.paymentIntents.confirm(id)).status).toBe('succeeded');
  });

  it('is asked for when the merchant wants it', async () => {
    const payment_method_options = { card: { request_three_d_secure: 'any' as const } };
    const intent = await paid(sim.stripe, 'pm_card_visa', { payment_method_options });
    expect(intent.status).toBe('requires_action');
  });
});

describe('a customer with the publishable key', () => {
  let sim: Started;
  beforeAll(async () => (sim = await started()));
  afterAll(() => sim.close());

  it('pays with the client secret and sees only what customers may', async () => {
    const intent = await sim.stripe.paymentIntents.create({ ...order, metadata: { a: 'b' } });
    const client_secret = intent.client_secret ?? '';
    const done = await sim.customer.paymentIntents.confirm(intent.id, {
      client_secret,
      payment_method_data: {
        type: 'card',
        card: { number: '4242424242424242', exp_month: 12, exp_year: 2034, cvc: '123' },
      },
    } as Stripe.PaymentIntentConfirmParams);
    expect(done.status).toBe('succeeded');
    expect(done).not.toHaveProperty('metadata');
    expect(done).not.toHaveProperty('latest_charge');
    const read = await sim.customer.paymentIntents.retrieve(intent.id, { client_secret });
    expect(read.status).toBe('succeeded');
  });

  it('gets nowhere without the client secret, or with a wrong one', async () => {
    const { id } = await sim.stripe.paymentIntents.create(order);
    const { retrieve, confirm } = sim.customer.paymentIntents;
    const read = retrieve.bind(sim.customer.paymentIntents);
    const pay = confirm.bind(sim.customer.paymentIntents);
    expect(await errorOf(read(id))).toMatchObject({ code: 'parameter_missing' });
    const client_secret = `${id}_secret_guess`;
    expect(await errorOf(read(id, { client_secret }))).toMatchObject({
      code: 'payment_intent_invalid_parameter',
    });
    const params = { client_secret, payment_method: 'pm_card_visa' };
    expect(await errorOf(pay(id, params as object))).toMatchObject({ statusCode: 400 });
    expect((await sim.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
  });

  it('cannot refund, list or create', async () => {
    for (const call of [
      sim.customer.refunds.create({ payment_intent: 'pi_1' }),
      sim.customer.paymentIntents.list(),
      sim.customer.paymentIntents.create(order),
    ])
      expect(await errorOf(call)).toMatchObject({ statusCode: 401, code: 'secret_key_required' });
  });
});
