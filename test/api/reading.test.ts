import { eventIdOf } from '../../src/domain/ids';
import { bought, open } from './paying';
import { startProduct, type Product } from './product';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('GET /api/v1/bookings/{bookingId}', () => {
  it('shows the booking with its whole history', async () => {
    const { order, paymentId } = await bought(product, { bookingReference: 'TRIP-9' });
    const { status, body } = await product.get(`/api/v1/bookings/${order.bookingId}`);
    expect(status).toBe(200);
    const types = [
      'booking.pending_payment',
      'payment.initiated',
      'payment.completed',
      'booking.confirmed',
    ];
    expect(body).toEqual({
      bookingId: order.bookingId,
      bookingReference: 'TRIP-9',
      userId: 'usr-1',
      status: 'CONFIRMED',
      paymentId,
      paymentStatus: 'completed',
      amount: 12_990,
      currency: 'eur',
      refundedAmount: 0,
      expiresAt: expect.stringMatching(/Z$/) as string,
      sequence: 4,
      history: types.map((eventType, index) => ({
        sequence: index + 1,
        eventType,
        eventId: eventIdOf(order.bookingId, eventType),
        timestamp: expect.stringMatching(/\.\d{3}Z$/) as string,
      })),
    });
  });

  it('answers 304 until something has changed', async () => {
    const { order, paymentId } = await bought(product);
    const path = `/api/v1/bookings/${order.bookingId}`;
    const etag = (await product.get(path)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"4-/);
    const same = await product.get(path, { 'if-none-match': etag });
    expect([same.status, same.body['text']]).toEqual([304, '']);
    const headers = { 'idempotency-key': 'etag' };
    await product.post(`/api/v1/payments/${paymentId}/refunds`, { amount: 1 }, headers);
    expect((await product.get(path, { 'if-none-match': etag })).status).toBe(200);
  });

  it.each(['nobody', '-x', '%2e%2f', '%00', 'a'.repeat(65)])('does not know %s', async (id) => {
    const { status, body } = await product.get(`/api/v1/bookings/${id}`);
    expect([status, body['code']]).toEqual([404, 'booking_not_found']);
  });
});

describe('GET /api/v1/payments/{paymentId}', () => {
  it('shows the payment without a secret, and its tag', async () => {
    const { paymentId } = await open(product);
    const { headers, body } = await product.get(`/api/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ paymentId, status: 'awaiting_payment', refunds: [] });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(headers.get('etag')).toMatch(/^"2-/);
    expect(headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('GET /api/v1/payments/{paymentId}/client-secret', () => {
  it('reads the secret from Stripe, and no cache may keep it', async () => {
    const { paymentId, intentId } = await open(product);
    const { status, headers, body } = await product.get(
      `/api/v1/payments/${paymentId}/client-secret`,
    );
    const { client_secret: clientSecret } =
      await product.saga.stripe.paymentIntents.retrieve(intentId);
    expect([status, body]).toEqual([200, { clientSecret, publishableKey: 'pk_test_tests' }]);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('R15: is nowhere in the database', async () => {
    const tables = await product.db.$queryRaw<{ found: string }[]>`
      SELECT query_to_xml(format('SELECT * FROM %I', table_name), true, false, '')::text AS found
      FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
    expect(tables.length).toBeGreaterThan(8);
    for (const { found } of tables) expect(found).not.toMatch(/_secret_|client_secret/);
  });

  it('says 404 where a booking ended before there was anything to pay', async () => {
    const { order } = {
      order: { bookingId: 'no-place', userId: 'u', amount: 900, currency: 'eur' },
    };
    await product.saga.ownerIs('no-place', { refuseHold: true });
    await product.post('/api/v1/payments', order);
    const { paymentId } = await product.db.payment.findUniqueOrThrow({
      where: { bookingId: 'no-place' },
    });
    const { status } = await product.get(`/api/v1/payments/${paymentId}/client-secret`);
    expect(status).toBe(404);
  });
});
