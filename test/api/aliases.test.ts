import { open } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** 004_6c3a97b613b41daf.txt, as it stands there. */
const BODY_OF_004 = {
  amount: 50000,
  currency: 'eur',
  bookingId: 'booking-123',
  bookingReference: 'DREAM-2024-001',
  userId: 'user-123',
  metadata: { cartId: 'cart-456' },
};

describe('the create routes of 000 and 004', () => {
  it('answer the documented body in the documented shape', async () => {
    const { status, body } = await product.post('/api/v1/payment/create-intent', BODY_OF_004);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      data: {
        paymentIntentId: expect.stringMatching(/^pi_/) as string,
        clientSecret: expect.stringMatching(/_secret_/) as string,
        amount: 50_000,
        currency: 'eur',
        status: 'requires_payment_method',
      },
    });
    const row = await product.db.booking.findUnique({ where: { bookingId: 'booking-123' } });
    expect(row).toMatchObject({ bindings: ['dreamscape'], metadata: { cartId: 'cart-456' } });
  });

  it('show the secret on top for 000, and ignore what they do not know', async () => {
    const { body } = await product.post('/api/v1/payment/create-payment-intent', {
      ...BODY_OF_004,
      description: 'two nights',
      status: 'succeeded',
      bindings: ['nobody'],
    });
    const { clientSecret } = body['data'] as Record<string, unknown>;
    expect(body['clientSecret']).toBe(clientSecret);
  });

  it('answer 503 instead of 202, safe to repeat', async () => {
    product.temporal.mood.asleep = true;
    const limits = { ...product.deps.settings.limits, rowMs: 100 };
    const url = await product.serve({ settings: { ...product.deps.settings, limits } });
    const reply = await fetch(`${url}/api/v1/payment/create-intent`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...BODY_OF_004, bookingId: 'booking-124' }),
    });
    product.temporal.mood.asleep = false;
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await reply.json()).toEqual({ success: false, error: 'Temporarily unavailable' });
  });

  it('refuse a faulty body with their own form of error', async () => {
    const { status, body } = await product.post('/api/v1/payment/create-intent', { amount: 1 });
    expect([status, body]).toEqual([400, { success: false, error: 'Validation failed' }]);
  });

  it('give the publishable key', async () => {
    const { status, body } = await product.get('/api/v1/payment/config');
    expect([status, body]).toEqual([
      200,
      { success: true, data: { publishableKey: 'pk_test_tests' } },
    ]);
  });
});

describe('POST /api/v1/payment/cancel/{paymentIntentId}', () => {
  it('cancels, and says so again', async () => {
    const { intentId, order } = await open(product);
    for (const _ of [1, 2]) {
      const { status, body } = await product.post(`/api/v1/payment/cancel/${intentId}`, {});
      const data = { paymentIntentId: intentId, status: 'canceled' };
      expect([status, body]).toEqual([200, { success: true, data }]);
    }
    const booking = await product.get(`/api/v1/bookings/${order.bookingId}`);
    expect(booking.body['status']).toBe('CANCELLED');
  });

  it('does not know others’ PaymentIntents', async () => {
    const { status, body } = await product.post('/api/v1/payment/cancel/pi_nobody', {});
    expect([status, body]).toEqual([404, { success: false, error: 'Payment not found' }]);
  });
});

describe('the create route of 003', () => {
  const PATH = '/api/payments/create-intent';
  /** Ids are 003's `Long`s, the amount its `Double`. */
  const BODY = { orderId: 88_231, userId: 5_127, amount: 42.5, currency: 'usd' };

  it('takes major units and numbers, and answers in the same words', async () => {
    const { status, body } = await product.post(PATH, BODY);
    expect(status).toBe(200);
    const { clientSecret, data } = body as { clientSecret: string; data: Record<string, unknown> };
    expect(data).toEqual({
      paymentIntentId: expect.stringMatching(/^pi_/) as string,
      clientSecret,
      amount: 42.5,
      currency: 'usd',
      status: 'requires_payment_method',
    });
    const row = await product.db.booking.findUnique({ where: { bookingId: '88231' } });
    expect(row).toMatchObject({ userId: '5127', amountMinor: 4_250, bindings: ['orders'] });
    expect((await product.post(PATH, { ...BODY, orderId: '88231' })).status).toBe(200);
    expect((await product.post(PATH, { ...BODY, amount: 42.51 })).status).toBe(409);
  });

  it.each([
    [4.35, 'usd', 435],
    [1.1, 'eur', 110],
    [500, 'jpy', 500],
    [1.25, 'kwd', 1_250],
  ])('%p %s are %p minor units', async (amount, currency, amountMinor) => {
    const orderId = 90_000 + amountMinor;
    expect((await product.post(PATH, { ...BODY, orderId, amount, currency })).status).toBe(200);
    const row = await product.db.booking.findUnique({ where: { bookingId: String(orderId) } });
    expect(row).toMatchObject({ amountMinor, currency });
  });

  it.each([
    [{ amount: 42.505 }, 400],
    [{ amount: 0.5, currency: 'jpy' }, 400],
    [{ amount: 1e21 }, 400],
    [{ amount: '42.5' }, 400],
    [{ amount: 0 }, 400],
    [{ currency: 'ugx' }, 422],
    [{ orderId: 'bk-1' }, 400],
    [{ orderId: 0 }, 400],
    [{ userId: undefined }, 400],
  ])('refuses %p with %p', async (wrong, status) => {
    const answer = await product.post(PATH, { ...BODY, orderId: 777, ...wrong });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ success: false, error: expect.any(String) as string });
    expect(await product.db.booking.count({ where: { bookingId: '777' } })).toBe(0);
  });
});
