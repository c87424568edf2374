import { bought } from './paying';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const row = (stripeEventId: string) =>
  product.db.stripeEvent.findUniqueOrThrow({ where: { stripeEventId } });

describe('refunds that Stripe tells of', () => {
  it('made at Stripe are recorded, once', async () => {
    const { paymentId, intentId } = await bought(product);
    const refund = await product.saga.stripe.refunds.create(
      { payment_intent: intentId, amount: 700 },
      { idempotencyKey: `dashboard-${intentId}` },
    );
    const { charge: chargeId } = refund;
    const total = { id: chargeId, payment_intent: intentId, amount_refunded: 700 };
    const counted = stripeEvent('charge.refunded', total);
    await signedPost(product.send, counted); // before the refund's own event: it has to wait
    expect((await row(counted.id)).deliveredAt).toBeNull();
    for (const type of ['refund.created', 'refund.updated'])
      await signedPost(product.send, stripeEvent(type, refund));
    await product.temporal.idle();
    const refunds = await product.db.refund.findMany({ where: { paymentId } });
    expect(refunds).toHaveLength(1);
    expect(refunds[0]).toMatchObject({ requestedBy: 'external', amountMinor: 700 });
    const nextDeliveryAt = new Date(0);
    await product.db.stripeEvent.updateMany({ data: { nextDeliveryAt } });
    await product.dispatcher.pass();
    expect((await row(counted.id)).outcome).toBe('nothing');
  });

  it.each([
    ['in order', [0, 1]],
    ['in reverse and twice', [1, 0, 1, 0]],
  ])(
    'H21: add up to 15 when 10 and 5 are told %s, whatever the totals say',
    async (_how, order) => {
      const { paymentId, intentId } = await bought(product);
      const make = (amount: number) =>
        product.saga.stripe.refunds.create({ payment_intent: intentId, amount });
      const made = [await make(1_000), await make(500)];
      for (const index of order) {
        const refund = made[index]!;
        const amount_refunded = index === 0 ? 1_000 : 1_500; // cumulative, as Stripe sends it
        const total = { id: refund.charge, payment_intent: intentId, amount_refunded };
        await signedPost(product.send, stripeEvent('charge.refunded', total));
        await signedPost(product.send, stripeEvent('refund.created', refund));
      }
      await product.temporal.idle();
      const { body } = await product.get(`/api/v1/payments/${paymentId}`);
      expect(body).toMatchObject({ status: 'partially_refunded', refundedAmount: 1_500 });
      expect(body['refunds']).toHaveLength(2);
    },
  );

  it('H27: begin with a late success that does not name its charge yet: it is looked up', async () => {
    const { order, paymentId } = await bought(product);
    const { bookingId } = order;
    const second = await product.saga.stripe.paymentIntents.create({
      ...{ amount: 4_000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true },
      metadata: { bookingId, paymentId },
      allowed_payment_method_types: ['card'],
    });
    const told = stripeEvent('payment_intent.succeeded', { ...second, latest_charge: null });
    await signedPost(product.send, told);
    expect((await row(told.id)).outcome).toBe('refund_started');
    await product.temporal.idle();
    const refunds = await product.db.refund.findMany({ where: { paymentId } });
    expect(refunds).toMatchObject([{ amountMinor: 4_000, status: 'succeeded' }]);
  });

  it('take up a refund again whose workflow had ended', async () => {
    const { paymentId } = await bought(product);
    const { body } = await product.post(
      `/api/v1/payments/${paymentId}/refunds`,
      { amount: 100 },
      { 'idempotency-key': 'ended' },
    );
    await product.temporal.idle();
    const { refundId, stripeRefundId } = body;
    const failed = stripeEvent('refund.failed', {
      id: stripeRefundId,
      status: 'failed',
      metadata: { refundId, paymentId },
    });
    await signedPost(product.send, failed);
    expect((await row(failed.id)).outcome).toBe('refund_started');
    const again = product.temporal.heard.starts.filter(
      (one) => one === `refund-${String(refundId)}`,
    );
    expect(again).toHaveLength(2);
  });
});
