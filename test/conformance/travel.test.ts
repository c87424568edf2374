import { breaches, documented } from './documented';
import { openWorld, type Heard, type World } from './world';

jest.setTimeout(120_000);
let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world?.close(), 60_000);

let last = 0;
const newId = () => `booking-${(last += 1)}-${Date.now()}`;

/** 004's own request, for another booking. */
async function intended(path = '/api/v1/payment/create-intent') {
  const { body: example } = documented('004', 'create-intent');
  const bookingId = newId();
  const { status, body } = await world.call('POST', path, { ...example, bookingId });
  expect(status).toBe(200);
  const data = body['data'] as { paymentIntentId: string; clientSecret: string };
  return { bookingId, body, data };
}

const of = (bookingId: string) => (record: Heard) =>
  (record.body['bookingId'] ??
    (record.body['payload'] as Record<string, unknown> | undefined)?.['bookingId']) === bookingId;

async function keeps(document: string, message: string, bookingId: string): Promise<Heard> {
  const expected = documented(document, message);
  const heard = await world.hear(expected.topic, of(bookingId));
  expect(breaches(heard, expected)).toEqual([]);
  return heard;
}

describe('a travel service that knows 000, 002 and 004', () => {
  it('begins a payment, and hears of it when it is paid', async () => {
    const { bookingId, body, data } = await intended();
    expect(body).toEqual({
      success: true,
      data: {
        paymentIntentId: expect.stringMatching(/^pi_/) as string,
        clientSecret: expect.stringContaining('_secret_') as string,
        amount: 50_000,
        currency: 'eur',
        status: 'requires_payment_method',
      },
    });
    const initiated = await keeps('002', 'initiated', bookingId);
    await world.pay(data.paymentIntentId);
    const completed = await keeps('002', 'completed', bookingId);
    expect(completed.body['payload']).toMatchObject({ amount: 500, currency: 'EUR' });
    expect(completed.body['causationId']).toBe(initiated.body['eventId']);
    const flat = await keeps('004', 'completed', bookingId);
    expect(flat.body).toMatchObject({ amount: 500, paymentId: data.paymentIntentId });
  });

  it('gets the secret on top from the route of 000', async () => {
    const { body, data } = await intended('/api/v1/payment/create-payment-intent');
    expect(body['clientSecret']).toBe(data.clientSecret);
  });

  it('cancels, and its consumers are told that the payment failed for good', async () => {
    const { bookingId, data } = await intended();
    const { paymentIntentId } = data;
    const cancelled = await world.call('POST', `/api/v1/payment/cancel/${paymentIntentId}`);
    expect(cancelled).toEqual({
      status: 200,
      body: { success: true, data: { paymentIntentId, status: 'canceled' } },
    });
    await keeps('002', 'failed', bookingId);
    await keeps('004', 'failed', bookingId);
  });

  it('a declined card is told apart from a failure: the customer may try again', async () => {
    const { bookingId, data } = await intended();
    await world.pay(data.paymentIntentId, 'pm_card_chargeDeclined').catch(() => undefined);
    await world.hear('dreamscape.payment.attempt_failed', of(bookingId));
    await world.pay(data.paymentIntentId);
    await keeps('002', 'completed', bookingId);
    const failed = world.heard.filter(
      (record) => /payment\.failed$/.test(record.topic) && of(bookingId)(record),
    );
    expect(failed).toEqual([]);
  });

  it('refunds by the route of 000 and 004: a part is no cancellation, the rest is', async () => {
    const { bookingId, data } = await intended();
    const { paymentIntentId } = data;
    await world.pay(paymentIntentId);
    const paid = await keeps('002', 'completed', bookingId);
    const part = await world.call('POST', '/api/v1/payment/refund', {
      ...{ paymentIntentId, amount: 25_000, reason: 'Customer requested cancellation' },
      ...{ bookingId, userId: 'user-123' },
    });
    expect(part).toMatchObject({ status: 200, body: { success: true } });
    expect(part.body['refund']).toMatchObject({
      object: 'refund',
      amount: 25_000,
      currency: 'eur',
    });
    const partial = await world.hear('dreamscape.payment.partially_refunded', of(bookingId));
    expect(partial.body['payload']).toMatchObject({ refundAmount: 250, fullyRefunded: false });

    const { paymentId } = paid.body['payload'] as { paymentId: string };
    const rest = await world.call('POST', `/api/v1/payments/${paymentId}/refund`, {});
    expect(rest.status).toBe(200);
    const whole = await keeps('002', 'refunded', bookingId);
    expect(whole.body['payload']).toMatchObject({ refundedTotal: 500, fullyRefunded: true });
  });

  it('passes Stripe’s webhooks on by its own route, raw and signed', async () => {
    const event = {
      id: 'evt_unknown',
      object: 'event',
      type: 'plan.created',
      data: { object: {} },
    };
    const { payload, signature } = world.signed({ ...event, created: 1, livemode: false });
    const send = (headers: Record<string, string>) =>
      world.call('POST', '/api/v1/payment/webhook', JSON.parse(payload) as object, headers);
    expect(await send({ 'stripe-signature': signature })).toEqual({
      status: 200,
      body: { received: true },
    });
    expect((await send({ 'stripe-signature': 't=1,v1=00' })).status).toBe(400);
  });

  it('reads the publishable key and the health', async () => {
    const config = await world.call('GET', '/api/v1/payment/config');
    expect(config.body).toEqual({
      success: true,
      data: { publishableKey: expect.stringMatching(/^pk_/) as string },
    });
    expect((await world.call('GET', '/health')).body).toMatchObject({
      service: 'payment-service',
      status: 'ok',
    });
  });
});
