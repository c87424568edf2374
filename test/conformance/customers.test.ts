import { breaches, documented } from './documented';
import { openWorld, type Heard, type World } from './world';

jest.setTimeout(120_000);
let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 600_000);
afterAll(() => world?.close(), 60_000);

let last = 0;
const newId = () => `req-${(last += 1)}-${Date.now()}`;

type Body = Record<string, unknown>;

/** One of 001's messages, as customer-service would send it. */
async function send(message: string, changes: Body = {}) {
  const requestId = newId();
  const { topic, body } = documented('001', message);
  const event: Body = { ...body, metadata: { requestId }, ...changes };
  await world.produce(topic, String(event['customerId']), event);
  return { requestId, topic, event };
}

const answers = (requestId: string) => (record: Heard) => record.body['requestId'] === requestId;

async function keeps(message: string, fits: (record: Heard) => boolean): Promise<Heard> {
  const expected = documented('001', message);
  const heard = await world.hear(expected.topic, fits);
  expect(breaches(heard, expected)).toEqual([]);
  return heard;
}

describe('a customer service that knows 001', () => {
  it('asks for a payment by Kafka, and gets its result, its status and its analytics', async () => {
    const { requestId } = await send('payment-request');
    const result = await keeps('card-result', answers(requestId));
    expect(result.body).toMatchObject({ success: true, status: 'succeeded', amount: 2_500 });
    const ofPayment = ({ body }: Heard) =>
      body['paymentId'] === result.body['paymentId'] && body['eventType'] === 'payment.completed';
    const status = await keeps('status-updated', ofPayment);
    expect(status.body).toMatchObject({ success: true, status: 'completed' });
    expect(status.body).not.toHaveProperty('clientSecret');
    await keeps('analytics', ofPayment);
  });

  it('a repeated request gets the same result again, and nothing is charged twice', async () => {
    const { requestId, topic, event } = await send('payment-request');
    const { body: first } = await keeps('card-result', answers(requestId));
    for (let n = 0; n < 2; n += 1) await world.produce(topic, 'cus-41', event);
    const after = await send('payment-request'); // of the same key: taken in after the repeats
    await keeps('card-result', answers(after.requestId));
    const results = world.heard.filter(
      (record) => record.topic === 'payment.card.result' && answers(requestId)(record),
    );
    expect(results).toHaveLength(3);
    expect(new Set(results.map(({ body }) => body['eventId']))).toEqual(
      new Set([first['eventId']]),
    );
    const charges = await world.stripe.charges.list({
      payment_intent: String(first['paymentIntentId']),
    });
    expect(charges.data.filter(({ paid }) => paid)).toHaveLength(1);
  });

  it('3-D Secure: the result asks for it, and says how to go on', async () => {
    const { requestId } = await send('payment-request', {
      paymentMethodId: 'pm_card_authenticationRequired',
    });
    const { body } = await keeps('card-result', answers(requestId));
    expect(body).toMatchObject({ success: false, status: 'requires_action', requiresAction: true });
    expect(body['clientSecret']).toContain('_secret_');
    expect(body['nextAction']).toMatchObject({ type: 'redirect_to_url' });
  });

  it('a declined card and a wrong field are answered, each in its own words', async () => {
    const declined = await send('payment-request', { paymentMethodId: 'pm_card_chargeDeclined' });
    const { body } = await keeps('card-result', answers(declined.requestId));
    expect(body).toMatchObject({ success: false, error: expect.any(String) as string });
    const wrong = await send('payment-request', { amount: 12.5 });
    const rejected = await world.hear('payment.card.result', answers(wrong.requestId));
    expect(rejected.body).toMatchObject({ success: false, status: 'rejected', paymentId: '' });
    expect(rejected.body['error']).toContain('amount');
  });

  it('forwards a webhook of Stripe’s, and hears what became of it', async () => {
    const { requestId } = await send('payment-request');
    const { body } = await keeps('card-result', answers(requestId));
    const { data } = await world.stripe.events.list({ type: 'payment_intent.succeeded' });
    const event = data.find(
      ({ data: { object } }) => 'id' in object && object.id === body['paymentIntentId'],
    );
    const { payload, signature } = world.signed(event!);
    await send('webhook', { rawPayload: payload, signature });
    const processed = await keeps('webhook-processed', ({ key }) => key === event!.id);
    expect(processed.body['stripeEventType']).toBe('payment_intent.succeeded');
    expect(['applied', 'duplicate']).toContain(processed.body['outcome']);
  });

  it('sets up a subscription, and hears of its payment and its status', async () => {
    const { requestId } = await send('subscription-setup', {
      planInfo: { stripePriceId: 'price_demoMonthly' },
    });
    const { body } = await keeps('setup-result', answers(requestId));
    expect(body).toMatchObject({
      success: true,
      subscriptionId: expect.stringMatching(/^sub_/) as string,
    });
    const ofSubscription = (record: Heard) =>
      record.body['subscriptionId'] === body['subscriptionId'];
    const payment = await keeps('subscription-payment-updated', ofSubscription);
    expect(payment.body).toMatchObject({ status: 'paid', amount: 990 });
    await keeps(
      'subscription-status-updated',
      (record) => ofSubscription(record) && record.body['status'] === 'active',
    );
  });
});

describe('poison', () => {
  const TOPIC = 'stripe.payment.request';
  let nested: unknown = 1;
  for (let depth = 0; depth < 200; depth += 1) nested = { nested };
  const good = documented('001', 'payment-request').body;
  const kinds: [name: string, value: string, reason: string][] = [
    ['bad JSON', '{"eventType":', 'schema'],
    ['an unknown version', JSON.stringify({ ...good, version: '99.0' }), 'unknown-type'],
    [
      'another topic’s type',
      JSON.stringify({ ...good, eventType: 'order.created' }),
      'unknown-type',
    ],
    [
      'a megabyte',
      JSON.stringify({ ...good, metadata: { text: 'x'.repeat(1_000_000) } }),
      'schema',
    ],
    ['deep nesting', JSON.stringify({ ...good, metadata: { nested } }), 'schema'],
  ];

  it.each(kinds)(
    '%s lands in dead letters with its reason, and the partition goes on',
    async (name, value, reason) => {
      const key = `poison-${name}`;
      await world.produce(TOPIC, key, value);
      const { topic, headers } = await world.hear('payment-events-dlq', (dead) => dead.key === key);
      expect(topic).toBe('payment-events-dlq');
      expect(headers).toMatchObject({ 'dlq-original-topic': TOPIC, 'dlq-reason': reason });
      expect(headers['dlq-error-message']).toBeTruthy();
      const requestId = newId();
      await world.produce(TOPIC, key, { ...good, metadata: { requestId } });
      await keeps('card-result', answers(requestId));
    },
  );
});
