import { breaches, documented } from './documented';
import { openWorld, type Heard, type World } from './world';

jest.setTimeout(120_000);
let world: World;
beforeAll(async () => {
  world = await openWorld({ ORDERS_LIFECYCLE: 'true', PAYMENT_FAILURE_POLICY: 'cancel' });
}, 600_000);
afterAll(() => world?.close(), 60_000);

let last = Math.floor(Date.now() / 1_000) * 100;

/** As the frontend of 003 begins a payment: `Long`s for ids, a `Double` for the amount. */
async function ordered() {
  const orderId = (last += 1);
  const order = { orderId, userId: 5_127, amount: 42.5, currency: 'usd' };
  const { status, body } = await world.call('POST', '/api/payments/create-intent', order);
  expect(status).toBe(200);
  const { paymentIntentId } = body['data'] as { paymentIntentId: string };
  expect(body['clientSecret']).toContain(paymentIntentId);
  return { orderId, paymentIntentId };
}

async function keeps(message: string, orderId: number): Promise<Heard> {
  const expected = documented('003', message);
  const heard = await world.hear(expected.topic, ({ body }) => body['orderId'] === orderId);
  expect(breaches(heard, expected)).toEqual([]);
  return heard;
}

/** What the catch-all topic says of an order, in its order. */
const told = (orderId: number) =>
  world.heard
    .filter(({ topic, body }) => topic === 'payment-events' && body['orderId'] === orderId)
    .map(({ body }) => body['eventType']);

async function paid() {
  const order = await ordered();
  await world.pay(order.paymentIntentId);
  const { body } = await keeps('completed', order.orderId);
  return { ...order, paymentId: body['paymentId'] as number };
}

describe('an order service that knows 003', () => {
  it('hears of a payment from its beginning, through 3-D Secure, to its order', async () => {
    const { orderId, paymentIntentId } = await ordered();
    await keeps('initiated', orderId);
    await world.pay(paymentIntentId, 'pm_card_authenticationRequired');
    await keeps('processing', orderId);
    await world.control(`/payment_intents/${paymentIntentId}/authenticate`, { outcome: 'succeed' });
    const completed = await keeps('completed', orderId);
    expect(completed.body).toMatchObject({ amount: 42.5, userId: 5_127, currency: 'usd' });
    await keeps('webhook-received', orderId);
    await keeps('order-created', orderId);
    expect(told(orderId)).toEqual(['PAYMENT_INITIATED', 'PAYMENT_PROCESSING', 'PAYMENT_COMPLETED']);
  });

  it('a payment that fails leaves no order', async () => {
    const { orderId, paymentIntentId } = await ordered();
    await world.pay(paymentIntentId, 'pm_card_chargeDeclined').catch(() => undefined);
    await keeps('failed', orderId);
    const { body } = await keeps('order-cancelled', orderId);
    expect(body['status']).toBe('PAYMENT_FAILED');
  });

  it('a payment that the customer gives up is cancelled', async () => {
    const { orderId, paymentIntentId } = await ordered();
    const path = `/api/v1/payment/cancel/${paymentIntentId}`;
    expect((await world.call('POST', path)).status).toBe(200);
    await keeps('cancelled', orderId);
    const { body } = await keeps('order-cancelled', orderId);
    expect(body['status']).toBe('CANCELLED');
  });

  it('its command on payment-refund-initiated gives the money back, once', async () => {
    const { orderId, paymentId } = await paid();
    const { topic, body: example } = documented('003', 'refund-command');
    const eventId = `5b0f7a52-0f5e-4f0e-9d43-${String(orderId).slice(-12).padStart(12, '0')}`;
    const command = { ...example, eventId, paymentId, orderId };
    for (let n = 0; n < 3; n += 1) await world.produce(topic, String(orderId), command);
    const refunded = await keeps('refunded', orderId);
    expect(refunded.body).toMatchObject({ refundAmount: 42.5, refundReason: 'restaurant closed' });
    await keeps('order-cancelled', orderId);
    // The same again under another id is another refund, of which nothing is left. It comes last.
    await world.produce(topic, String(orderId), { ...command, eventId: undefined });
    const { headers } = await world.hear(
      'payment-events-dlq',
      (dead) => dead.key === String(orderId),
    );
    expect(headers['dlq-reason']).toBe('refused');
    expect(told(orderId).filter((type) => type === 'PAYMENT_REFUNDED')).toHaveLength(1);
  });

  it('paid, but the order cannot be created: the money goes back', async () => {
    const { orderId, paymentIntentId } = await ordered();
    await world.ownerTreats(String(orderId), { refuseConfirm: true });
    await world.pay(paymentIntentId);
    await keeps('refund-initiated', orderId);
    await keeps('refunded', orderId);
    const { body } = await keeps('order-cancelled', orderId);
    expect(body['status']).toBe('REFUNDED');
    expect(
      world.heard.some(
        ({ topic, body: { orderId: id } }) => topic === 'order-created' && id === orderId,
      ),
    ).toBe(false);
  });

  it('a command with a wrong key lands in dead letters, and the partition goes on', async () => {
    const { orderId, paymentId } = await paid();
    const { topic, body: example } = documented('003', 'refund-command');
    const command = { ...example, eventId: undefined, paymentId, orderId };
    const key = `wrong-${orderId}`;
    await world.produce(topic, key, command);
    const { headers } = await world.hear('payment-events-dlq', (dead) => dead.key === key);
    expect(headers).toMatchObject({ 'dlq-original-topic': topic, 'dlq-reason': 'schema' });
    expect(headers['dlq-error-message']).toContain('orderId');
    await world.produce(topic, String(orderId), command);
    await keeps('refunded', orderId);
  });
});
