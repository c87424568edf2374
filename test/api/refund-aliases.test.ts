import { bought } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('the refund routes of 000, 002 and 004', () => {
  it('takes the body of 004 as it stands', async () => {
    const { intentId, paymentId } = await bought(product, {
      bookingId: 'booking-123',
      userId: 'user-123',
      amount: 50_000,
    });
    const { status, body } = await product.post('/api/v1/payment/refund', {
      paymentIntentId: intentId,
      amount: 25_000,
      reason: 'Customer requested cancellation',
      bookingId: 'booking-123',
      userId: 'user-123',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: expect.objectContaining({ paymentId, amount: 25_000 }) as object,
      refund: {
        id: expect.stringMatching(/^re_/) as string,
        object: 'refund',
        amount: 25_000,
        currency: 'eur',
        payment_intent: intentId,
        status: expect.stringMatching(/pending|succeeded/) as string,
        reason: 'requested_by_customer',
      },
    });
  });

  it.each([{ bookingId: 'booking-of-others' }, { userId: 'usr-2' }])(
    'does not admit that the payment exists to %o',
    async (wrong) => {
      const { intentId } = await bought(product);
      const { status, body } = await product.post('/api/v1/payment/refund', {
        paymentIntentId: intentId,
        ...wrong,
      });
      expect([status, body]).toEqual([404, { success: false, error: 'Payment not found' }]);
    },
  );

  it('takes 002’s route, and takes an identical order for the same refund', async () => {
    const { paymentId } = await bought(product);
    const path = `/api/v1/payments/${paymentId}/refund`;
    const order = { amount: 1_000, reason: 'Customer requested cancellation', anything: 'else' };
    const [one, two] = [await product.post(path, order), await product.post(path, order)];
    expect(one.status).toBe(200);
    expect(refundIdIn(two)).toBe(refundIdIn(one));
    const other = await product.post(path, { ...order, amount: 1_001 });
    expect(refundIdIn(other)).not.toBe(refundIdIn(one));
  });

  it('begins the next identical refund 60 s after the first has ended', async () => {
    const { paymentId } = await bought(product);
    const path = `/api/v1/payments/${paymentId}/refund`;
    const first = await product.post(path, { amount: 1_000 });
    await product.temporal.idle();
    const later = Date.now() + 61_000;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => later);
    const second = await product.post(path, { amount: 1_000 }).finally(() => clock.mockRestore());
    expect(second.status).toBe(200);
    expect(refundIdIn(second)).not.toBe(refundIdIn(first));
  });

  it('answers errors in its own form, with the canonical status', async () => {
    const { paymentId } = await bought(product);
    const path = `/api/v1/payments/${paymentId}/refund`;
    const tooMuch = await product.post(path, { amount: 99_999 });
    expect([tooMuch.status, tooMuch.body]).toEqual([
      422,
      { success: false, error: 'Refund exceeds the balance' },
    ]);
    const wrong = await product.post(path, { amount: 'all' });
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { success: false, error: 'Validation failed' },
    ]);
  });
});

function refundIdIn({ body }: { body: Record<string, unknown> }): unknown {
  return (body['data'] as Record<string, unknown> | undefined)?.['refundId'];
}
