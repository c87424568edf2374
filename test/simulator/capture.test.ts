import { errorOf, eventTypes, paid, started, type Started } from './started';

const DAY = 24 * 60 * 60;

describe('manual capture', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  const held = () => paid(sim.stripe, 'pm_card_visa', { capture_method: 'manual' });
  const chargeOf = async (id: string) => {
    const [charge] = (await sim.stripe.charges.list({ payment_intent: id })).data;
    if (!charge) throw new Error('no charge');
    return charge;
  };

  it('holds the amount and says until when', async () => {
    const intent = await held();
    expect(intent).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 5000,
      amount_received: 0,
    });
    const charge = await chargeOf(intent.id);
    expect(charge).toMatchObject({ captured: false, paid: true, amount_captured: 0 });
    const until = charge.payment_method_details?.card?.capture_before;
    expect(until).toBe(charge.created + 7 * DAY);
    expect((await eventTypes(sim.stripe)).slice(1)).toEqual([
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
    ]);
  });

  it('takes the whole amount', async () => {
    const { id } = await held();
    expect(await sim.stripe.paymentIntents.capture(id)).toMatchObject({
      status: 'succeeded',
      amount_capturable: 0,
      amount_received: 5000,
    });
    expect((await eventTypes(sim.stripe)).slice(-2)).toEqual([
      'charge.captured',
      'payment_intent.succeeded',
    ]);
  });

  it('takes a part and releases the rest', async () => {
    const { id } = await held();
    const captured = await sim.stripe.paymentIntents.capture(id, { amount_to_capture: 3000 });
    expect(captured).toMatchObject({ status: 'succeeded', amount: 5000, amount_received: 3000 });
    expect(await chargeOf(id)).toMatchObject({ amount_captured: 3000, amount_refunded: 2000 });
    const refund = await sim.stripe.refunds.create({ payment_intent: id });
    expect(refund.amount).toBe(3000);
  });

  it.each([
    [5001, 'amount_too_large'],
    [0, 'parameter_invalid_integer'],
  ])('does not capture %i of 5000: %s', async (amount_to_capture, code) => {
    const { id } = await held();
    const error = await errorOf(sim.stripe.paymentIntents.capture(id, { amount_to_capture }));
    expect(error).toMatchObject({ statusCode: 400, code, param: 'amount_to_capture' });
  });

  it('lets the money go when it is cancelled', async () => {
    const { id } = await held();
    const canceled = await sim.stripe.paymentIntents.cancel(id, {
      cancellation_reason: 'requested_by_customer',
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      cancellation_reason: 'requested_by_customer',
    });
    expect((await sim.stripe.balanceTransactions.list()).data).toEqual([]);
    expect((await eventTypes(sim.stripe)).at(-1)).toBe('payment_intent.canceled');
  });

  it('lapses after seven days of the clock', async () => {
    const { id } = await held();
    await sim.advance(7 * DAY - 60);
    expect((await sim.stripe.paymentIntents.retrieve(id)).status).toBe('requires_capture');
    await sim.advance(60);
    expect(await sim.stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    expect((await eventTypes(sim.stripe)).slice(-2)).toEqual([
      'charge.expired',
      'payment_intent.canceled',
    ]);
    expect(await errorOf(sim.stripe.paymentIntents.capture(id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });

  it('lapses at once when it is told to', async () => {
    const { id } = await held();
    const lapsed = await sim.control('POST', `/payment_intents/${id}/lapse`);
    expect(lapsed).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' });
    expect(await sim.control('POST', `/payment_intents/${id}/lapse`)).toMatchObject({
      error: { field: 'id' },
    });
  });
});
