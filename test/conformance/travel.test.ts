import { openDocuments } from './documented';
import { openWorld, type Heard, type World } from './world';

jest.setTimeout(120_000);
const documents = openDocuments('travel');
let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world?.close(), 60_000);

let last = 0;
const newId = () => `booking-${(last += 1)}-${Date.now()}`;

/** 004's own request, or another document's, for another booking. */
async function intended(message = '004/create-intent', path = '/api/v1/payment/create-intent') {
  const bookingId = newId();
  const request = { ...documents.requestOf(message), bookingId };
  const { status, body } = await world.call('POST', path, request);
  expect([status, documents.answerBreaches(body, message)]).toEqual([200, []]);
  const data = body['data'] as { paymentIntentId: string; clientSecret: string };
  return { bookingId, body, data };
}

/** The signed bytes that Stripe would send. */
function signedWebhook() {
  const event = { id: 'evt_unknown', object: 'event', type: 'plan.created', data: { object: {} } };
  return world.signed({ ...event, created: 1, livemode: false });
}

const of = (bookingId: string) => (record: Heard) =>
  (record.body['bookingId'] ??
    (record.body['payload'] as Record<string, unknown> | undefined)?.['bookingId']) === bookingId;

async function keeps(message: string, bookingId: string): Promise<Heard> {
  const heard = await world.hear(documents.topicOf(message), of(bookingId));
  expect(documents.breaches(heard, message)).toEqual([]);
  return heard;
}

/** 002's topics are 000's, too: each of their readers finds what its own document has. */
async function told(what: string, bookingId: string): Promise<Heard> {
  await keeps(`000/${what}`, bookingId);
  return keeps(`002/${what}`, bookingId);
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
    const initiated = await told('initiated', bookingId);
    await world.pay(data.paymentIntentId);
    const completed = await told('completed', bookingId);
    expect(completed.body['payload']).toMatchObject({ amount: 500, currency: 'EUR' });
    expect(completed.body['causationId']).toBe(initiated.body['eventId']);
    const flat = await keeps('004/completed', bookingId);
    expect(flat.body).toMatchObject({ amount: 500, paymentId: data.paymentIntentId });
  });

  it('gets the secret on top from the route of 000', async () => {
    const path = '/api/v1/payment/create-payment-intent';
    const { body, data } = await intended('000/create-payment-intent', path);
    expect(body['clientSecret']).toBe(data.clientSecret);
  });

  it('begins by the route of 002, and names the method that the customer chose', async () => {
    const bookingId = newId();
    const request = { ...documents.requestOf('002/payments'), bookingId };
    const { status, body } = await world.call('POST', '/api/v1/payments', request);
    expect([status, documents.answerBreaches(body, '002/payments')]).toEqual([201, []]);
    const { body: initiated } = await told('initiated', bookingId);
    expect(initiated['payload']).toMatchObject({ amount: 1_250, paymentMethod: 'credit_card' });
  });

  it('cancels, and its consumers are told that the payment failed for good', async () => {
    const { bookingId, data } = await intended();
    const { paymentIntentId } = data;
    const cancelled = await world.call('POST', `/api/v1/payment/cancel/${paymentIntentId}`);
    expect(cancelled).toEqual({
      status: 200,
      body: { success: true, data: { paymentIntentId, status: 'canceled' } },
    });
    expect(documents.answerBreaches(cancelled.body, '004/cancel')).toEqual([]);
    await told('failed', bookingId);
    await keeps('004/failed', bookingId);
  });

  it('a declined card is told apart from a failure: the customer may try again', async () => {
    const { bookingId, data } = await intended();
    await world.pay(data.paymentIntentId, 'pm_card_chargeDeclined').catch(() => undefined);
    await world.hear('dreamscape.payment.attempt_failed', of(bookingId));
    await world.pay(data.paymentIntentId);
    await told('completed', bookingId);
    const failed = world.heard.filter(
      (record) => /payment\.failed$/.test(record.topic) && of(bookingId)(record),
    );
    expect(failed).toEqual([]);
  });

  it('refunds by the route of 000 and 004: a part is no cancellation, the rest is', async () => {
    const { bookingId, data } = await intended();
    const { paymentIntentId } = data;
    await world.pay(paymentIntentId);
    const paid = await told('completed', bookingId);
    const part = await world.call('POST', '/api/v1/payment/refund', {
      ...{ ...documents.requestOf('004/refund'), paymentIntentId, bookingId },
    });
    expect([part.status, documents.answerBreaches(part.body, '004/refund')]).toEqual([200, []]);
    expect(part.body['refund']).toMatchObject({ object: 'refund', amount: 25_000 });
    const partial = await world.hear('dreamscape.payment.partially_refunded', of(bookingId));
    expect(partial.body['payload']).toMatchObject({ refundAmount: 250, fullyRefunded: false });

    const { paymentId } = paid.body['payload'] as { paymentId: string };
    const path = `/api/v1/payments/${paymentId}/refund`;
    const rest = await world.call('POST', path, documents.requestOf('002/refund'));
    expect([rest.status, documents.answerBreaches(rest.body, '002/refund')]).toEqual([200, []]);
    const whole = await told('refunded', bookingId);
    expect(whole.body['payload']).toMatchObject({ refundedTotal: 500, fullyRefunded: true });
  });

  it('refunds by the route of 000, in minor units, and gets Stripe’s refund', async () => {
    const { data } = await intended();
    const { paymentIntentId } = data;
    await world.pay(paymentIntentId);
    await world.hear('payment.completed', ({ body }) => body['paymentId'] === paymentIntentId);
    const refund = { ...documents.requestOf('000/refund'), paymentIntentId };
    const { status, body } = await world.call('POST', '/api/v1/payment/refund', refund);
    expect([status, documents.answerBreaches(body, '000/refund')]).toEqual([200, []]);
  });

  it.each([
    ['000/webhook', '/api/v1/payment/webhook'],
    ['002/stripe-webhook', '/webhooks/stripe'],
    ['004/webhook', '/api/v1/payment/webhook'],
  ])('passes Stripe’s webhooks on by the route of %s, raw and signed', async (message, path) => {
    const { payload, signature } = signedWebhook();
    const send = (headers: Record<string, string>) =>
      world.call('POST', path, JSON.parse(payload) as object, headers);
    const { status, body } = await send({ 'stripe-signature': signature });
    expect([status, body]).toEqual([200, { received: true }]);
    expect(documents.answerBreaches(body, message)).toEqual([]);
    expect((await send({ 'stripe-signature': 't=1,v1=00' })).status).toBe(400);
  });

  it('reads the publishable key and the health', async () => {
    const config = await world.call('GET', '/api/v1/payment/config');
    expect(config.body).toEqual({
      success: true,
      data: { publishableKey: expect.stringMatching(/^pk_/) as string },
    });
    expect(documents.answerBreaches(config.body, '004/config')).toEqual([]);
    const health = await world.call('GET', '/health');
    expect(health.body).toMatchObject({ service: 'payment-service', status: 'ok' });
    expect(documents.answerBreaches(health.body, '004/health')).toEqual([]);
  });

  it('every message of 000, 002 and 004 has been shown', () => {
    expect(documents.left()).toEqual([]);
  });
});
