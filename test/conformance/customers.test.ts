import { openDocuments } from './documented';
import { openForwarding } from './forwarding';
import { openWorld, type Heard, type World } from './world';

jest.setTimeout(120_000);
const documents = openDocuments('customers');
let world: World;
let forwarding: ReturnType<typeof openForwarding>;

/** As 001 is deployed: Stripe's webhooks reach customer service, and us by Kafka alone. */
beforeAll(async () => {
  world = await openWorld();
  await world.withoutWebhooks();
  forwarding = openForwarding(world, async (event) => {
    const { payload, signature } = world.signed(event);
    await send('001/webhook', { rawPayload: payload, signature });
  });
}, 600_000);
afterAll(async () => {
  await forwarding?.stop();
  await world?.close();
}, 60_000);

let last = 0;
const newId = () => `req-${(last += 1)}-${Date.now()}`;

type Body = Record<string, unknown>;

/** One of 001's messages, as customer-service would send it. */
async function send(message: string, changes: Body = {}) {
  const requestId = newId();
  const { topic, body } = documents.toSend(message);
  const event: Body = { ...body, metadata: { requestId }, ...changes };
  await world.produce(topic, String(event['customerId']), event);
  return { requestId, topic, event };
}

const answers = (requestId: string) => (record: Heard) => record.body['requestId'] === requestId;

async function keeps(message: string, fits: (record: Heard) => boolean): Promise<Heard> {
  const heard = await world.hear(documents.topicOf(message), fits);
  expect(documents.breaches(heard, message)).toEqual([]);
  return heard;
}

const ofPayment =
  (paymentId: unknown, eventType = 'payment.completed') =>
  ({ body }: Heard) =>
    body['paymentId'] === paymentId && body['eventType'] === eventType;

describe('a customer service that knows 001', () => {
  it('asks for a payment by Kafka, and gets its result, its status and its analytics', async () => {
    const { requestId } = await send('001/payment-request');
    const result = await keeps('001/card-result', answers(requestId));
    expect(result.body).toMatchObject({ success: true, status: 'succeeded', amount: 2_500 });
    const { paymentId } = result.body;
    const status = await keeps('001/status-updated', ofPayment(paymentId));
    expect(status.body).toMatchObject({ success: true, status: 'completed' });
    expect(status.body).not.toHaveProperty('clientSecret');
    await keeps('001/analytics', ofPayment(paymentId));
  });

  it('a repeated request gets the same result again, and nothing is charged twice', async () => {
    const { requestId, topic, event } = await send('001/payment-request');
    const { body: first } = await keeps('001/card-result', answers(requestId));
    for (let n = 0; n < 2; n += 1) await world.produce(topic, 'cus-41', event);
    const after = await send('001/payment-request'); // of the same key: taken in after the repeats
    await keeps('001/card-result', answers(after.requestId));
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
    const { requestId } = await send('001/payment-request', {
      paymentMethodId: 'pm_card_authenticationRequired',
    });
    const { body } = await keeps('001/card-result-action', answers(requestId));
    expect(body['clientSecret']).toContain('_secret_');
    expect(body['nextAction']).toMatchObject({ type: 'redirect_to_url' });
  });

  it('a declined card and a wrong field are answered, each in its own words', async () => {
    const declined = await send('001/payment-request', {
      paymentMethodId: 'pm_card_chargeDeclined',
    });
    await keeps('001/card-result-declined', answers(declined.requestId));
    const wrong = await send('001/payment-request', { amount: 12.5 });
    const { key, body } = await keeps('001/card-result-rejected', answers(wrong.requestId));
    expect(key).toBe(wrong.requestId);
    expect(body['error']).toContain('amount');
  });

  it('hands a webhook on by Kafka, and that alone moves the booking', async () => {
    const { requestId } = await send('001/payment-request', { paymentMethodId: undefined });
    const { body } = await world.hear('payment.card.result', answers(requestId));
    expect(body).toMatchObject({ success: false, status: 'requires_payment_method' });
    await forwarding.pause();
    const { id, status } = await world.pay(String(body['paymentIntentId'])); // in the browser
    expect(status).toBe('succeeded');
    const after = await send('001/payment-request'); // answered later than any webhook would come
    await world.hear('payment.card.result', answers(after.requestId));
    const completed = ofPayment(body['paymentId']);
    expect(world.heard.filter(completed)).toEqual([]);

    forwarding.resume();
    await keeps('001/status-updated', completed);
    const { data } = await world.stripe.events.list({ type: 'payment_intent.succeeded' });
    const event = data.find(({ data: { object } }) => 'id' in object && object.id === id)!;
    const processed = await keeps('001/webhook-processed', ({ key }) => key === event.id);
    expect(processed.body).toMatchObject({
      ...{ stripeEventType: 'payment_intent.succeeded', outcome: 'applied' },
      paymentId: body['paymentId'],
    });
  });

  it('a webhook that is handed on twice is told to be a duplicate', async () => {
    const processed = ({ topic, body }: Heard) =>
      topic === 'webhook.processed' && body['outcome'] === 'applied';
    const { key } = await world.hear('webhook.processed', processed);
    const { payload, signature } = world.signed(await world.stripe.events.retrieve(key));
    await send('001/webhook', { rawPayload: payload, signature });
    const again = await keeps(
      '001/webhook-processed',
      (record) => record.key === key && record.body['outcome'] !== 'applied',
    );
    expect(again.body['outcome']).toBe('duplicate');
  });

  it('a webhook that Stripe has not signed moves nothing, and is told to be rejected', async () => {
    const { requestId } = await send('001/webhook', { rawPayload: '{"id":"evt_forged"}' });
    const { body } = await world.hear('webhook.processed', ({ key }) => key === requestId);
    expect(body).toMatchObject({ outcome: 'rejected', stripeEventId: '', stripeEventType: '' });
    const letter = ({ headers }: Heard) => headers['dlq-reason'] === 'signature';
    const { headers } = await world.hear('payment-events-dlq', letter);
    expect(headers['dlq-original-topic']).toBe('stripe.webhook.received');
  });
});

describe('poison', () => {
  const TOPIC = 'stripe.payment.request';
  let nested: unknown = 1;
  for (let depth = 0; depth < 200; depth += 1) nested = { nested };
  const good = documents.toSend('001/payment-request').body;
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
      await keeps('001/card-result', answers(requestId));
    },
  );
});

/** Last, for they move Stripe's clock. */
describe('a customer service that knows 001’s subscriptions', () => {
  const DAY = 24 * 3_600;
  const pass = (seconds: number) => world.control('/clock', { advance_seconds: seconds });
  const failing = { paymentMethodId: 'pm_card_chargeCustomerFail' };

  async function setUp(message: string, changes: Body = {}) {
    const { requestId } = await send(message, changes);
    const { body } = await keeps('001/setup-result', answers(requestId));
    return { ...body, subscriptionId: String(body['subscriptionId']) };
  }

  const of = (subscriptionId: string, status: string) => (record: Heard) =>
    record.body['subscriptionId'] === subscriptionId && record.body['status'] === status;

  it('begins one, and hears of its payment, its analytics and its status', async () => {
    const begun = await setUp('001/subscription-setup');
    expect(begun).toMatchObject({ success: true, status: 'succeeded', amount: 990 });
    const paid = of(begun.subscriptionId, 'paid');
    const payment = await keeps('001/subscription-payment-updated', paid);
    expect(payment.body).toMatchObject({ amount: 990, currency: 'eur' });
    const counted = await keeps(
      '001/subscription-analytics',
      ({ body }) => body['eventId'] === payment.body['eventId'],
    );
    expect(counted.key).toBe(payment.body['invoiceId']);
    await keeps('001/subscription-status-updated', of(begun.subscriptionId, 'active'));
  });

  it('begins one that 3-D Secure holds up, until the customer has acted', async () => {
    const paymentMethodId = 'pm_card_authenticationRequired';
    const begun = await setUp('001/subscription-setup', { paymentMethodId });
    expect(begun).toMatchObject({
      ...{ success: false, status: 'requires_action', requiresAction: true },
      clientSecret: expect.stringContaining('_secret_') as string,
    });
    await keeps('001/subscription-payment-action', of(begun.subscriptionId, 'action_required'));
    const intent = String((begun as Body)['paymentIntentId']);
    await world.control(`/payment_intents/${intent}/authenticate`, { outcome: 'succeed' });
    await keeps('001/subscription-payment-updated', of(begun.subscriptionId, 'paid'));
    await keeps('001/subscription-status-updated', of(begun.subscriptionId, 'active'));
  });

  it('changes the plan, and ends it when the paid time is over', async () => {
    const { subscriptionId } = await setUp('001/subscription-setup');
    await keeps('001/subscription-status-updated', of(subscriptionId, 'active'));
    const change = { action: 'change', subscriptionId };
    const changed = await setUp('001/subscription-change', { subscriptionContext: change });
    expect(changed).toMatchObject({ success: true, status: 'active', subscriptionId });
    const status = '001/subscription-status-updated';
    await keeps(
      status,
      (record) =>
        of(subscriptionId, 'active')(record) &&
        record.body['subscriptionPlanId'] === 'plan-platinum',
    );
    const cancel = { action: 'cancel', subscriptionId, atPeriodEnd: true };
    const ending = await setUp('001/subscription-cancel', { subscriptionContext: cancel });
    expect(ending).toMatchObject({ success: true, status: 'active' });
    await keeps(
      status,
      (record) => of(subscriptionId, 'active')(record) && record.body['cancelAtPeriodEnd'] === true,
    );
    await pass(32 * DAY);
    await keeps(status, of(subscriptionId, 'canceled'));
  });

  it('begins with a trial, and is paid when that is over', async () => {
    const begun = await setUp('001/subscription-trial');
    expect(begun).toMatchObject({ success: true, status: 'trialing' });
    await keeps('001/subscription-status-updated', of(begun.subscriptionId, 'trialing'));
    await pass(DAY + 2 * 3_600);
    await keeps('001/subscription-status-updated', of(begun.subscriptionId, 'active'));
    const price = (record: Heard) =>
      of(begun.subscriptionId, 'paid')(record) && record.body['amount'] === 990;
    await keeps('001/subscription-payment-updated', price);
  });

  it('hears of an invoice that stays unpaid, of each try, and of the end', async () => {
    const { subscriptionId } = await setUp('001/subscription-trial', failing);
    await keeps('001/subscription-status-updated', of(subscriptionId, 'trialing'));
    const tries = new Set<unknown>();
    const failed = of(subscriptionId, 'failed');
    const another = (record: Heard) => failed(record) && !tries.has(record.body['eventId']);
    // At the end of the trial, and after Stripe's own pauses of 3, 5 and 7 days.
    for (const days of [1, 4, 6, 8]) {
      await pass(days * DAY + 2 * 3_600);
      const { body } = await keeps('001/subscription-payment-failed', another);
      tries.add(body['eventId']);
      if (days === 1)
        await keeps('001/subscription-status-updated', of(subscriptionId, 'past_due'));
    }
    await keeps('001/subscription-status-updated', of(subscriptionId, 'canceled'));
    const told = world.heard.filter(failed).map(({ body }) => body['eventId']);
    expect(new Set(told)).toEqual(tries);
  });
});

it('every message of 001 has been shown', () => {
  expect(documents.left()).toEqual([]);
});
