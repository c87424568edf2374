import { bought, open } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const cancel = (paymentId: string, body: object = {}) =>
  product.post(`/api/v1/payments/${paymentId}/cancel`, body);

describe('POST /api/v1/payments/{paymentId}/cancel', () => {
  it('closes the PaymentIntent at Stripe, then answers; a repeat answers the same', async () => {
    const { paymentId, intentId } = await open(product);
    const first = await cancel(paymentId, { reason: 'changed my mind' });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ status: 'cancelled', bookingStatus: 'CANCELLED' });
    expect((await product.saga.stripe.paymentIntents.retrieve(intentId)).status).toBe('canceled');
    const second = await cancel(paymentId);
    expect([second.status, second.body]).toEqual([200, first.body]);
  });

  it('needs no body', async () => {
    const { paymentId } = await open(product);
    const path = `/api/v1/payments/${paymentId}/cancel`;
    expect((await product.send(path, { method: 'POST' })).status).toBe(200);
  });

  it('refuses once the money is in', async () => {
    const { paymentId } = await bought(product);
    const { status, body } = await cancel(paymentId);
    expect([status, body['code']]).toEqual([409, 'payment_not_cancellable']);
  });

  it('refuses when the money was faster, though nobody knew yet', async () => {
    const { paymentId, intentId } = await open(product);
    await product.saga.stripe.paymentIntents.confirm(
      intentId,
      { payment_method: 'pm_card_visa' },
      { idempotencyKey: `confirm-${intentId}` },
    );
    const { status, body } = await cancel(paymentId);
    expect([status, body['code']]).toEqual([409, 'payment_not_cancellable']);
  });

  it('asks to repeat while Temporal is down, or its workflow is gone', async () => {
    const { paymentId, order } = await open(product);
    product.temporal.mood.down = true;
    const down = await cancel(paymentId);
    product.temporal.mood.down = false;
    product.temporal.end(`booking-${order.bookingId}`);
    const gone = await cancel(paymentId);
    for (const { status, headers, body } of [down, gone]) {
      expect([status, body['code']]).toEqual([503, 'temporarily_unavailable']);
      expect(headers.get('retry-after')).toBe('2');
    }
  });

  it('takes only a reason', async () => {
    const { paymentId } = await open(product);
    for (const body of [{ cancelledBy: 'operator' }, { reason: '' }, { reason: 7 }])
      expect((await cancel(paymentId, body)).status).toBe(400);
  });
});
