import { openDocuments } from './documented';
import { openWorld, type Heard, type World } from './world';

jest.setTimeout(120_000);
const documents = openDocuments('orders');
let world: World;
beforeAll(async () => {
  world = await openWorld({ ORDERS_LIFECYCLE: 'true', PAYMENT_FAILURE_POLICY: 'cancel' });
}, 600_000);
afterAll(() => world?.close(), 60_000);

let last = Math.floor(Date.now() / 1_000) * 100;

/** As the frontend of 003 begins a payment: `Long`s for ids, a `Double` for the amount. */
async function ordered() {
  const orderId = (last += 1);
  const order = { ...documents.requestOf('003/create-intent'), orderId };
  const { status, body } = await world.call('POST', '/api/payments/create-intent', order);
  expect([status, documents.answerBreaches(body, '003/create-intent')]).toEqual([200, []]);
  const { paymentIntentId } = body['data'] as { paymentIntentId: string };
  expect(body['clientSecret']).toContain(paymentIntentId);
  return { orderId, paymentIntentId };
}

async function keeps(message: string, orderId: number): Promise<Heard> {
  const name = `003/${message}`;
  const heard = await world.hear(
    documents.topicOf(name),
    ({ body }) => body['orderId'] === orderId,
  );
  expect(documents.breaches(heard, name)).toEqual([]);
  return heard;
}

/** The topic of its own that a type of 003 has beside the catch-all, by its fixture. */
const OWN: Readonly<Record<string, string>> = {
  PAYMENT_INITIATED: 'initiated',
  PAYMENT_PROCESSING: 'processing',
  PAYMENT_COMPLETED: 'completed',
  PAYMENT_FAILED: 'failed',
  PAYMENT_CANCELLED: 'cancelled',
  PAYMENT_REFUND_INITIATED: 'refund-initiated',
  PAYMENT_REFUNDED: 'refunded',
};

const REFUNDED = [
  ...['PAYMENT_INITIATED', 'PAYMENT_COMPLETED', 'PAYMENT_REFUND_INITIATED', 'PAYMENT_REFUNDED'],
];

const about = (topic: string, orderId: number) =>
  world.heard.filter((record) => record.topic === topic && record.body['orderId'] === orderId);

/**
 * What the catch-all topic says of an order, body by body: each is 003's, and the same as on the topic
 * of its own. `alone`: the types that have none here.
 */
async function told(orderId: number, expected: string[], alone: string[] = []): Promise<Heard[]> {
  await world.hear(
    'payment-events',
    ({ body }) => body['orderId'] === orderId && body['eventType'] === expected.at(-1),
  );
  const all = about('payment-events', orderId);
  expect(all.map(({ body }) => body['eventType'])).toEqual(expected);
  expect(all.flatMap((record) => documents.breaches(record, '003/payment-event'))).toEqual([]);
  for (const { body } of all.filter(
    (record) => !alone.includes(String(record.body['eventType'])),
  )) {
    const topic = documents.topicOf(`003/${OWN[String(body['eventType'])]}`);
    const own = await world.hear(topic, (record) => record.body['eventId'] === body['eventId']);
    expect(own.body).toEqual(body);
  }
  return all;
}

/** The statuses of an order, as order-events has them. */
async function lived(orderId: number, expected: string[]): Promise<void> {
  await world.hear(
    'order-events',
    ({ body }) => body['orderId'] === orderId && body['status'] === expected.at(-1),
  );
  const all = about('order-events', orderId);
  expect(all.flatMap((record) => documents.breaches(record, '003/order-event'))).toEqual([]);
  expect(all.map(({ body }) => body['status'])).toEqual(expected);
}

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
    await told(orderId, ['PAYMENT_INITIATED', 'PAYMENT_PROCESSING', 'PAYMENT_COMPLETED']);
    await lived(orderId, ['PAYMENT_PENDING', 'PENDING']);
  });

  it('a payment that fails leaves no order', async () => {
    const { orderId, paymentIntentId } = await ordered();
    await world.pay(paymentIntentId, 'pm_card_chargeDeclined').catch(() => undefined);
    await keeps('failed', orderId);
    const { body } = await keeps('order-cancelled', orderId);
    expect(body['status']).toBe('PAYMENT_FAILED');
    await told(orderId, ['PAYMENT_INITIATED', 'PAYMENT_FAILED']);
    await lived(orderId, ['PAYMENT_PENDING', 'PAYMENT_FAILED']);
  });

  it('a payment that the customer gives up is cancelled', async () => {
    const { orderId, paymentIntentId } = await ordered();
    const path = `/api/v1/payment/cancel/${paymentIntentId}`;
    expect((await world.call('POST', path)).status).toBe(200);
    await keeps('cancelled', orderId);
    const { body } = await keeps('order-cancelled', orderId);
    expect(body['status']).toBe('CANCELLED');
    await told(orderId, ['PAYMENT_INITIATED', 'PAYMENT_CANCELLED']);
    await lived(orderId, ['PAYMENT_PENDING', 'CANCELLED']);
  });

  it('its command on payment-refund-initiated gives the money back, once', async () => {
    const { orderId, paymentId } = await paid();
    const { topic, body: example } = documents.toSend('003/refund-command');
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
    await told(orderId, REFUNDED, ['PAYMENT_REFUND_INITIATED']);
    await lived(orderId, ['PAYMENT_PENDING', 'PENDING', 'REFUNDED']);
  });

  it('its command for a part gives that back, and tells only those who hear everything', async () => {
    const { orderId, paymentId } = await paid();
    const { topic, body: example } = documents.toSend('003/refund-command');
    const part = { eventId: `part-${orderId}`, paymentId, orderId, refundAmount: 12.5 };
    await world.produce(topic, String(orderId), { ...example, ...part });
    const alone = ['PAYMENT_REFUND_INITIATED', 'PAYMENT_REFUNDED'];
    const all = await told(orderId, REFUNDED, alone);
    expect(all.at(-1)!.body).toMatchObject({
      ...{ refundAmount: 12.5, amount: 42.5, status: 'COMPLETED' },
      refundId: expect.stringMatching(/^re_/) as string,
    });
    expect(about('payment-refunded', orderId)).toEqual([]);
  });

  it('paid, but the order cannot be created: the money goes back', async () => {
    const { orderId, paymentIntentId } = await ordered();
    await world.ownerTreats(String(orderId), { refuseConfirm: true });
    await world.pay(paymentIntentId);
    await keeps('refund-initiated', orderId);
    await keeps('refunded', orderId);
    const { body } = await keeps('order-cancelled', orderId);
    expect(body['status']).toBe('REFUNDED');
    await told(orderId, REFUNDED);
    await lived(orderId, ['PAYMENT_PENDING', 'CANCELLING', 'REFUNDED']);
    expect(
      world.heard.some(
        ({ topic, body: { orderId: id } }) => topic === 'order-created' && id === orderId,
      ),
    ).toBe(false);
  });

  it('a command with a wrong key lands in dead letters, and the partition goes on', async () => {
    const { orderId, paymentId } = await paid();
    const { topic, body: example } = documents.toSend('003/refund-command');
    const command = { ...example, eventId: undefined, paymentId, orderId };
    const key = `wrong-${orderId}`;
    await world.produce(topic, key, command);
    const { headers } = await world.hear('payment-events-dlq', (dead) => dead.key === key);
    expect(headers).toMatchObject({ 'dlq-original-topic': topic, 'dlq-reason': 'schema' });
    expect(headers['dlq-error-message']).toContain('orderId');
    await world.produce(topic, String(orderId), command);
    await keeps('refunded', orderId);
  });

  it('every message of 003 has been shown', () => {
    expect(documents.left()).toEqual([]);
  });
});
