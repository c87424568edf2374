import { bookingRequest } from '../activities/saga';
import { bought, open } from './paying';
import { startProduct, type Product } from './product';
import { signedPost, stripeEvent } from './stripe-events';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const dataOf = ({ body }: { body: Record<string, unknown> }) =>
  body['data'] as Record<string, unknown>;

describe('C14: the alias runs the canonical handler', () => {
  it.each(['/api/v1/payment/create-intent', '/api/v1/payment/create-payment-intent'])(
    '%s',
    async (alias) => {
      const order = bookingRequest();
      const made = await product.post(alias, order);
      const same = await product.post('/api/v1/payments', order);
      expect([made.status, same.status]).toEqual([200, 200]); // 200: it is there already
      expect(dataOf(made)['paymentIntentId']).toBe(same.body['stripePaymentIntentId']);
      const other = { ...order, amount: 13_000 };
      expect((await product.post('/api/v1/payments', other)).status).toBe(409);
      expect((await product.post(alias, other)).status).toBe(409);
      const wrong = { ...order, currency: 'ugx' };
      expect((await product.post(alias, wrong)).status).toBe(422);
    },
  );

  it.each([
    ['/api/v1/payment/refund', () => '/api/v1/payment/refund'],
    ['/api/v1/payments/:id/refund', (id: string) => `/api/v1/payments/${id}/refund`],
  ])('%s', async (_alias, pathOf) => {
    const { paymentId, intentId } = await bought(product);
    const path = pathOf(paymentId);
    const wish = { paymentIntentId: intentId, amount: 12_000, reason: 'seat changed' };
    const made = await product.post(path, wish, { 'idempotency-key': `alias-${paymentId}` });
    await product.temporal.idle();
    const { body } = await product.get(`/api/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ status: 'partially_refunded', refundedAmount: 12_000 });
    expect(body['refunds']).toMatchObject([{ refundId: dataOf(made)['refundId'] }]);
    const tooMuch = { ...wish, amount: 991 };
    expect((await product.post(path, tooMuch)).status).toBe(422);
  });

  it('/api/v1/payment/cancel/:paymentIntentId', async () => {
    const { paymentId, intentId } = await open(product);
    const cancel = () => product.post(`/api/v1/payment/cancel/${intentId}`, {});
    expect((await cancel()).status).toBe(200);
    const { body } = await product.get(`/api/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ status: 'cancelled', stripeStatus: 'canceled' });
    const { intentId: taken } = await bought(product);
    expect((await product.post(`/api/v1/payment/cancel/${taken}`, {})).status).toBe(409);
  });

  it('/api/v1/payment/webhook', async () => {
    const { paymentId, intentId } = await open(product);
    const intent = await product.saga.stripe.paymentIntents.confirm(intentId, {
      payment_method: 'pm_card_visa',
    });
    const event = stripeEvent('payment_intent.succeeded', intent);
    const path = '/api/v1/payment/webhook';
    expect((await signedPost(product.send, event, { path })).body).toEqual({ received: true });
    expect((await signedPost(product.send, event)).status).toBe(200); // the same, at the other door
    await product.temporal.idle();
    const { body } = await product.get(`/api/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ status: 'completed', bookingStatus: 'CONFIRMED' });
    const forged = { path, secret: 'whsec_forged' };
    expect((await signedPost(product.send, event, forged)).status).toBe(400);
  });
});
