import { paymentIdOf } from '../../src/domain/ids';
import { bookingRequest } from '../activities/saga';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());
afterEach(() => {
  Object.assign(product.temporal.mood, { down: false, asleep: false, slowMs: 0 });
});

const create = (body: object, headers?: Record<string, string>) =>
  product.post('/api/v1/payments', body, headers);

describe('POST /api/v1/payments', () => {
  it('answers 201 with the payment, its address and the client secret', async () => {
    const order = bookingRequest({ bookingReference: 'TRIP-88', customerId: 'cus-41' });
    const { status, headers, body } = await create({
      ...order,
      paymentMethod: 'credit_card',
      captureMethod: 'automatic',
      bindings: ['dreamscape'],
      metadata: { cartId: 'c-5' },
    });
    const paymentId = paymentIdOf(order.bookingId);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/api/v1/payments/${paymentId}`);
    expect(body).toEqual({
      paymentId,
      bookingId: order.bookingId,
      bookingReference: 'TRIP-88',
      userId: 'usr-1',
      amount: 12_990,
      currency: 'eur',
      status: 'awaiting_payment',
      bookingStatus: 'PENDING_PAYMENT',
      refundedAmount: 0,
      attempts: 0,
      stripePaymentIntentId: expect.stringMatching(/^pi_/) as string,
      stripeStatus: 'requires_payment_method',
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/) as string,
      createdAt: expect.stringMatching(/Z$/) as string,
      clientSecret: expect.stringMatching(/^pi_\w+_secret_/) as string,
    });
  });

  it('answers a repeat with the same payment and 200', async () => {
    const order = bookingRequest();
    const first = await create(order);
    const second = await create(order);
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  it('makes one PaymentIntent of many requests at once', async () => {
    const order = bookingRequest();
    const replies = await Promise.all(Array.from({ length: 8 }, () => create(order)));
    expect(new Set(replies.map(({ body }) => body['stripePaymentIntentId'])).size).toBe(1);
    expect(replies.every(({ status }) => status === 200 || status === 201)).toBe(true);
  });

  it.each([
    ['user', { userId: 'usr-2' }],
    ['amount', { amount: 12_991 }],
    ['currency', { currency: 'usd' }],
  ])('refuses another %s for a bookingId that is taken', async (_what, other) => {
    const order = bookingRequest();
    await create(order);
    const { status, body } = await create({ ...order, ...other });
    expect([status, body['code']]).toEqual([409, 'booking_exists']);
  });

  it.each([
    ['booking_unavailable', { refuseHold: true }],
    ['price_changed', { price: { amount: 1_000, currency: 'eur' } }],
  ])('tells what the owner said: %s, each time again', async (code, behaviour) => {
    const order = bookingRequest();
    await product.saga.ownerIs(order.bookingId, behaviour);
    for (const _ of [1, 2]) {
      const { status, body } = await create(order);
      expect([status, body['code']]).toEqual([409, code]);
    }
  });

  it('answers 422 when Stripe does not take the payment', async () => {
    const { status, body } = await create(bookingRequest({ amount: 1 }));
    expect([status, body['code']]).toEqual([422, 'payment_rejected']);
  });

  it('answers 202 without the secret while nobody has taken the work up, and 200 later', async () => {
    const url = await product.serve({ settings: quick(product) });
    product.temporal.mood.asleep = true;
    const order = bookingRequest();
    const send = () =>
      fetch(`${url}/api/v1/payments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
    const reply = await send();
    const body = (await reply.json()) as Record<string, unknown>;
    expect(reply.status).toBe(202);
    expect(body).toMatchObject({ paymentId: paymentIdOf(order.bookingId), status: 'initiating' });
    expect(body).not.toHaveProperty('clientSecret');
    product.temporal.wake();
    await product.temporal.idle();
    const later = await send();
    expect(later.status).toBe(200);
    expect(await later.json()).toMatchObject({
      paymentId: paymentIdOf(order.bookingId),
      status: 'awaiting_payment',
      clientSecret: expect.stringMatching(/^pi_\w+_secret_/) as string,
    });
  });

  it('answers 503 and Retry-After when Temporal is down, and charges nothing twice after', async () => {
    product.temporal.mood.down = true;
    const order = bookingRequest();
    const { status, headers, body } = await create(order);
    expect([status, body['code']]).toEqual([503, 'temporarily_unavailable']);
    expect(headers.get('retry-after')).toBe('2');
    product.temporal.mood.down = false;
    expect((await create(order)).status).toBe(201);
  });

  it('keeps the caller’s correlation, and the bookingId where there is none', async () => {
    const [one, other] = [bookingRequest(), bookingRequest()];
    await create(one, { 'x-correlation-id': 'checkout-7' });
    await create(other, { 'x-correlation-id': 'has blanks and "quotes"' });
    const rows = await product.db.booking.findMany({
      where: { bookingId: { in: [one.bookingId, other.bookingId] } },
      orderBy: { createdAt: 'asc' },
    });
    expect(rows.map((row) => row.correlationId)).toEqual(['checkout-7', other.bookingId]);
  });

  it('refuses a bookingId whose earlier start was refused, instead of waiting for a row', async () => {
    const order = bookingRequest();
    product.temporal.end(`booking-${order.bookingId}`);
    const { status, body } = await create(order);
    expect([status, body['code']]).toEqual([409, 'booking_exists']);
  });
});

function quick({ deps }: Product) {
  return { ...deps.settings, limits: { ...deps.settings.limits, rowMs: 200 } };
}
