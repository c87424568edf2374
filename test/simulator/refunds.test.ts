import type Stripe from 'stripe';
import { idOf, errorOf, eventTypes, paid, started, type Started } from './started';

describe('a refund', () => {
  let sim: Started;
  beforeEach(async () => (sim = await started()));
  afterEach(() => sim.close());

  const refund = (payment_intent: string, more: Stripe.RefundCreateParams = {}) =>
    sim.stripe.refunds.create({ payment_intent, ...more });
  const chargeOf = async (intent: Stripe.PaymentIntent) =>
    sim.stripe.charges.retrieve(idOf(intent.latest_charge));
  const balance = async (source: string) =>
    (await sim.stripe.balanceTransactions.list({ source })).data.map(({ type, amount, net }) => ({
      type,
      amount,
      net,
    }));

  it('of the whole gives back what was paid, but not the fee', async () => {
    const intent = await paid(sim.stripe);
    const metadata = { refundId: 'r-1' };
    const made = await refund(intent.id, { metadata, reason: 'requested_by_customer' });
    expect(made).toMatchObject({
      amount: 5000,
      charge: intent.latest_charge,
      metadata,
      payment_intent: intent.id,
      reason: 'requested_by_customer',
      status: 'succeeded',
    });
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 5000, refunded: true });
    expect(await balance(made.id)).toEqual([{ type: 'refund', amount: -5000, net: -5000 }]);
    expect((await eventTypes(sim.stripe)).slice(-2)).toEqual(['refund.created', 'charge.refunded']);
  });

  it('in parts adds up on the charge', async () => {
    const intent = await paid(sim.stripe);
    await refund(intent.id, { amount: 1000 });
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 1000, refunded: false });
    const last = await sim.stripe.refunds.create({ charge: idOf(intent.latest_charge) });
    expect(last.amount).toBe(4000);
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 5000, refunded: true });
    const { data } = await sim.stripe.refunds.list({ payment_intent: intent.id });
    expect(data.map(({ amount }) => amount)).toEqual([4000, 1000]);
  });

  it('is never more than what is left, and says both amounts', async () => {
    const { id } = await paid(sim.stripe, 'pm_card_visa', { currency: 'usd' });
    await refund(id, { amount: 2000 });
    const error = await errorOf(refund(id, { amount: 4000 }));
    expect(error).toMatchObject({ statusCode: 400, code: undefined, param: 'amount' });
    expect(error.message).toBe(
      'Refund amount ($40.00) is greater than unrefunded amount on charge ($30.00)',
    );
  });

  it('of what is refunded already is refused by code', async () => {
    const { id } = await paid(sim.stripe);
    await refund(id);
    for (const again of [refund(id), refund(id, { amount: 1 })])
      expect(await errorOf(again)).toMatchObject({
        statusCode: 400,
        code: 'charge_already_refunded',
      });
  });

  it.each([
    [{ reason: 'changed my mind' }, 'reason'],
    [{ amount: 0 }, 'amount'],
    [{ colour: 'red' }, 'colour'],
  ])('with %o is refused', async (more, param) => {
    const { id } = await paid(sim.stripe);
    expect(await errorOf(refund(id, more as object))).toMatchObject({ statusCode: 400, param });
  });

  it('needs a charge that was captured', async () => {
    expect((await errorOf(sim.stripe.refunds.create({}))).message).toContain('payment_intent or');
    const held = await paid(sim.stripe, 'pm_card_visa', { capture_method: 'manual' });
    const ofCharge = sim.stripe.refunds.create({ charge: idOf(held.latest_charge) });
    expect((await errorOf(ofCharge)).message).toContain('has not been captured');
  });

  it('can be pending for a while', async () => {
    const intent = await paid(sim.stripe, 'pm_card_pendingRefund');
    const { id } = await refund(intent.id);
    expect(await sim.stripe.refunds.retrieve(id)).toMatchObject({
      status: 'pending',
      pending_reason: 'processing',
    });
    expect((await chargeOf(intent)).amount_refunded).toBe(5000);
    await sim.advance(60);
    const settled = await sim.stripe.refunds.retrieve(id);
    expect(settled.status).toBe('succeeded');
    expect(settled).not.toHaveProperty('pending_reason');
    const { data } = await sim.stripe.events.list({ type: 'refund.updated' });
    expect(data[0]?.data.previous_attributes).toEqual({
      status: 'pending',
      pending_reason: 'processing',
    });
  });

  it('can fail after it succeeded: the money is back, and can be refunded again', async () => {
    const intent = await paid(sim.stripe, 'pm_card_refundFail');
    const { id, status } = await refund(intent.id, { amount: 2000 });
    expect(status).toBe('succeeded');
    await sim.advance(60);
    const failed = await sim.stripe.refunds.retrieve(id, {
      expand: ['failure_balance_transaction'],
    });
    expect(failed).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
      failure_balance_transaction: { type: 'refund_failure', amount: 2000 },
    });
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect((await eventTypes(sim.stripe)).slice(-2)).toEqual(['refund.updated', 'refund.failed']);
  });

  it.each([
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['canceled', 'canceled'],
  ])('that is pending can be told to end as %s', async (outcome, status) => {
    const intent = await paid(sim.stripe, 'pm_card_pendingRefund');
    const { id } = await refund(intent.id);
    expect(await sim.control('POST', `/refunds/${id}/settle`, { outcome })).toMatchObject({
      status,
    });
    await sim.advance(60);
    expect((await sim.stripe.refunds.retrieve(id)).status).toBe(status);
  });

  it('can be cancelled only while it waits for the customer', async () => {
    const intent = await paid(sim.stripe, 'pm_card_pendingRefund');
    const { id } = await refund(intent.id);
    expect((await errorOf(sim.stripe.refunds.cancel(id))).message).toContain('status of pending');
    await sim.control('POST', `/refunds/${id}/settle`, { outcome: 'requires_action' });
    expect((await sim.stripe.refunds.cancel(id)).status).toBe('canceled');
    expect((await chargeOf(intent)).amount_refunded).toBe(0);
  });

  it('made in the dashboard has no metadata, and its events name no request', async () => {
    const intent = await paid(sim.stripe);
    const made = await sim.control<Stripe.Refund>('POST', '/refunds', {
      payment_intent: intent.id,
      amount: 500,
    });
    expect(made).toMatchObject({ amount: 500, metadata: {}, reason: null });
    const { data } = await sim.stripe.events.list({ type: 'refund.created' });
    expect(data[0]?.request).toEqual({ id: null, idempotency_key: null });
  });

  it('keeps what its metadata is changed to', async () => {
    const { id } = await refund((await paid(sim.stripe)).id);
    await sim.stripe.refunds.update(id, { metadata: { a: '1' } });
    expect((await sim.stripe.refunds.retrieve(id)).metadata).toEqual({ a: '1' });
  });
});
