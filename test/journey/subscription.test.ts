import { Kafka, Partitioners, logLevel, type Consumer, type Producer } from 'kafkajs';
import { eventually } from '../support/eventually';
import { startWorld, type World } from './world';

jest.setTimeout(300_000);

const HOUR = 3_600;
const DAY = 24 * HOUR;
const PAYMENT = 'subscription.payment.updated';
const STATUS = 'subscription.status.updated';

let world: World;
let producer: Producer;
let consumer: Consumer;
const heard: { topic: string; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  world = await startWorld();
  const brokers = [...world.at.kafka.brokers];
  const kafka = new Kafka({ clientId: 'customer-service', brokers, logLevel: logLevel.NOTHING });
  producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  consumer = kafka.consumer({ groupId: 'customer-service' });
  await consumer.connect();
  await consumer.subscribe({
    topics: ['payment.setup.result', PAYMENT, STATUS],
    fromBeginning: true,
  });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      const body = JSON.parse(String(message.value)) as Record<string, unknown>;
      heard.push({ topic, body });
      return Promise.resolve();
    },
  });
});
afterAll(async () => {
  await consumer?.disconnect();
  await producer?.disconnect();
  await world?.stop();
});

/** Sends a request as customer-service would, and waits for its answer. */
async function asked(requestId: string, more: object = {}): Promise<Record<string, unknown>> {
  const body = {
    ...{ eventType: 'stripe.subscription.setup', customerId: 'cus-journey' },
    ...{ subscriptionPlanId: 'plan-gold', paymentMethodId: 'pm_card_visa' },
    ...{ planInfo: { stripePriceId: 'price_demoMonthly' }, customerInfo: {}, ...more },
    metadata: { requestId },
  };
  const messages = [{ key: 'cus-journey', value: JSON.stringify(body) }];
  await producer.send({ topic: 'stripe.subscription.setup', messages });
  const answer = await eventually(
    `the answer to ${requestId}`,
    () =>
      heard.find(
        (record) =>
          record.topic === 'payment.setup.result' && record.body['requestId'] === requestId,
      ),
    { withinMs: 90_000 },
  );
  return answer.body;
}

/** What Kafka has said of it, in order. */
const told = (subscriptionId: unknown, topic: string) =>
  heard
    .filter((record) => record.topic === topic && record.body['subscriptionId'] === subscriptionId)
    .map(({ body }) => body['status']);

const becomes = (subscriptionId: unknown, topic: string, ...wanted: string[]) =>
  eventually(
    `${topic}: ${wanted.join(', ')}`,
    () => told(subscriptionId, topic).join().endsWith(wanted.join()),
    { withinMs: 90_000 },
  );

const pass = (seconds: number) => world.control('/clock', { advance_seconds: seconds });

it('a subscription goes on although the worker is killed before each of its turns', async () => {
  await world.stack.process('worker').kill('SIGKILL');
  const first = asked('journey-1');
  await world.stack.process('worker').start();
  const { subscriptionId, success } = await first;
  expect(success).toBe(true);
  await becomes(subscriptionId, PAYMENT, 'paid');

  await world.stack.process('worker').kill('SIGKILL');
  await pass(31 * DAY + 2 * HOUR);
  await world.stack.process('worker').start();
  await becomes(subscriptionId, PAYMENT, 'paid', 'paid');

  const subscriptionContext = { action: 'cancel', subscriptionId, atPeriodEnd: true };
  await asked('journey-2', { subscriptionContext });
  await pass(31 * DAY);
  await becomes(subscriptionId, STATUS, 'canceled');
  const ids = heard
    .filter(({ body, topic }) => topic === PAYMENT && body['subscriptionId'] === subscriptionId)
    .map(({ body }) => body['eventId']);
  expect(new Set(ids).size).toBe(2);
  const charges = await world.stripe.charges.list({ limit: 100 });
  expect(charges.data.filter(({ paid }) => paid)).toHaveLength(2);
});
