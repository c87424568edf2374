import Stripe from 'stripe';
import { idOf, errorOf, eventTypes, order, paid, started, type Started } from './started';

describe('a payment', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  it('is created without a card, waits for one, and succeeds with it', async () => {
    const metadata = { paymentId: 'p-1', bookingId: 'b-1' };
    const intent = await sim.stripe.paymentIntents.create({ ...order, metadata });
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      amount_received: 0,
      capture_method: 'automatic_async',
      confirmation_method: 'automatic',
      latest_charge: null,
      livemode: false,
      metadata,
    });
    const done = await sim.stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa',
      expand: ['latest_charge', 'payment_method'],
    });
    expect(done).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
      latest_charge: { amount: 5000, captured: true, paid: true, refunded: false, metadata },
      payment_method: { type: 'card', card: { last4: '4242' } },
    });
    expect(await eventTypes(sim.stripe)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('with automatic_async learns its balance transaction later, by charge.updated', async () => {
    const { latest_charge: id } = await paid(sim.stripe);
    const before = await sim.stripe.charges.retrieve(idOf(id));
    expect(before.balance_transaction).toBeNull();
    await sim.advance(60);
    const { balance_transaction } = await sim.stripe.charges.retrieve(idOf(id), {
      expand: ['balance_transaction'],
    });
    expect(balance_transaction).toMatchObject({ amount: 5000, fee: 175, net: 4825, source: id });
    const { data } = await sim.stripe.events.list({ type: 'charge.updated' });
    expect(data[0]?.data.previous_attributes).toEqual({ balance_transaction: null });
  });

  it('with automatic capture has its balance transaction at once', async () => {
    const { latest_charge } = await paid(sim.stripe, 'pm_card_visa', {
      capture_method: 'automatic',
      expand: ['latest_charge'],
    });
    expect((latest_charge as Stripe.Charge).balance_transaction).toMatch(/^txn_/);
  });

  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
    ['pm_card_chargeDeclinedFraudulent', 'card_declined', 'fraudulent'],
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline'],
    ['pm_card_riskLevelHighest', 'card_declined', 'fraudulent'],
  ])('is declined with %s: %s, %s', async (method, code, decline_code) => {
    const error = await errorOf(paid(sim.stripe, method));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({
      statusCode: 402,
      code,
      decline_code,
      charge: expect.stringMatching(/^ch_/) as string,
      payment_intent: {
        status: 'requires_payment_method',
        payment_method: null,
        latest_charge: error.charge,
        last_payment_error: { type: 'card_error', code, payment_method: { type: 'card' } },
      },
    });
    const charge = await sim.stripe.charges.retrieve(String(error.charge));
    expect(charge).toMatchObject({ status: 'failed', paid: false, failure_code: code });
  });

  it('can be tried again after a decline, and any update clears the error', async () => {
    const { payment_intent } = await errorOf(paid(sim.stripe, 'pm_card_chargeDeclined'));
    const id = payment_intent?.id ?? '';
    const updated = await sim.stripe.paymentIntents.update(id, { description: 'again' });
    expect(updated.last_payment_error).toBeNull();
    const done = await sim.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(done).toMatchObject({ status: 'succeeded', last_payment_error: null });
    expect(await eventTypes(sim.stripe)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('needs a card before it can be confirmed', async () => {
    const intent = await sim.stripe.paymentIntents.create(order);
    const error = await errorOf(sim.stripe.paymentIntents.confirm(intent.id));
    expect(error).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(error.message).toContain("it's missing a payment method");
  });

  it('is cancelled when it is confirmed too often', async () => {
    await sim.control('POST', '/settings', { max_confirms: 2 });
    const intent = await sim.stripe.paymentIntents.create(order);
    const tryOnce = () =>
      sim.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' });
    await errorOf(tryOnce());
    await errorOf(tryOnce());
    expect(await tryOnce()).toMatchObject({ status: 'canceled' });
  });

  it('needs a return_url where methods may redirect', async () => {
    const dashboard = { amount: 5000, currency: 'eur' };
    const intent = await sim.stripe.paymentIntents.create(dashboard);
    expect(intent.automatic_payment_methods).toEqual({ enabled: true, allow_redirects: 'always' });
    const confirm = (more: object) =>
      sim.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa', ...more });
    expect((await errorOf(confirm({}))).message).toContain('you must provide a `return_url`');
    expect((await confirm({ return_url: 'https://shop.example/done' })).status).toBe('succeeded');
    const stays = { enabled: true, allow_redirects: 'never' as const };
    const without = await sim.stripe.paymentIntents.create({
      ...dashboard,
      automatic_payment_methods: stays,
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    expect(without.status).toBe('succeeded');
  });

  it('takes a card of nobody only once, and a customer card as often as wanted', async () => {
    const { payment_method } = await paid(sim.stripe);
    const again = await errorOf(paid(sim.stripe, idOf(payment_method)));
    expect(again.message).toContain('It may not be used again');
    const { id: customer } = await sim.stripe.customers.create({ email: 'ada@example.com' });
    const saved = await sim.stripe.paymentMethods.attach('pm_card_visa', { customer });
    for (let time = 0; time < 2; time += 1)
      expect((await paid(sim.stripe, saved.id, { customer })).status).toBe('succeeded');
    expect((await errorOf(paid(sim.stripe, saved.id))).message).toContain(
      'belongs to the Customer',
    );
  });

  it('of a bank debit is processing until the bank has answered', async () => {
    const debit = { allowed_payment_method_types: ['sepa_debit'] };
    const good = await paid(sim.stripe, 'pm_sepaDebit_success', debit);
    const bad = await paid(sim.stripe, 'pm_sepaDebit_failed', debit);
    expect([good.status, bad.status]).toEqual(['processing', 'processing']);
    await sim.advance(60);
    expect(await sim.stripe.paymentIntents.retrieve(good.id)).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
    });
    expect(await sim.stripe.paymentIntents.retrieve(bad.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
  });
});
