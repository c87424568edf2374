import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createKafka } from '../../src/kafka/client';
import { createContracts } from '../../src/kafka/contracts';
import { provisionTopics } from '../../src/kafka/topics';
import { createLogger } from '../../src/logger';
import { eventually } from '../support/eventually';
import { kafkaBroker } from '../support/kafka';
import { freshDatabase, type FreshDatabase } from '../support/postgres';
import { openEar, type Ear } from './ear';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
const PREFIX = `${randomUUID().slice(0, 8)}.`;
const { brokers } = kafkaBroker();
const logger = createLogger('test', 'silent');

const contractsOf = (families: string[]) =>
  createContracts({
    ...{ families, defaultBindings: [], topicPrefix: PREFIX },
    topicMap: { 'payment.card.result': `${PREFIX}answers` },
    ...{ dreamscapeFlatTopics: true, dreamscapePartialRefunds: 'separate' },
  });
const all = contractsOf(['dreamscape', 'customer', 'orders']);
const REQUEST = all.wire('stripe.payment.request');

let database: FreshDatabase;
let ear: Ear | undefined;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await ear?.close();
  await database.drop();
});

/** The process with all that it needs for commands that nobody has to carry out. */
function launch(changed: Record<string, string> = {}) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    STRIPE_SECRET_KEY: 'sk_test_x',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_x',
    STRIPE_WEBHOOK_SECRET: 'whsec_x',
    STRIPE_API_BASE: 'http://127.0.0.1:1',
    DATABASE_URL: database.url,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_GROUP_ID: randomUUID(),
    KAFKA_TOPIC_PREFIX: PREFIX,
    KAFKA_TOPIC_MAP: `payment.card.result=${PREFIX}answers`,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    AUTH: 'off',
    ...changed,
  };
  const args = ['--import', 'tsx', 'src/consumer.ts'];
  const child = spawn(process.execPath, args, { cwd: ROOT, env });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    exited,
    says: (words: string) =>
      eventually(words, () => out.includes(words), { withinMs: 60_000 }).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${out}`);
      }),
    output: () => out,
    kill: () => child.kill('SIGTERM'),
  };
}

it('waits for its topics, takes commands under the configured names, and stops in order', async () => {
  const consumer = launch();
  await consumer.says('Kafka has no topics');
  const kafka = createKafka({ clientId: 'test', brokers, logger });
  await provisionTopics(kafka, { topics: all.topics, replicationFactor: 1, create: true, logger });
  ear = await openEar(brokers, [`${PREFIX}answers`, all.wire('payment-events-dlq')]);
  await consumer.says('takes commands');
  const metadata = { requestId: 'req-1' };
  const email = 'ann.nobody@example.org';
  await ear.send(REQUEST, {
    ...{ eventType: 'stripe.payment.request', customerId: 'cus-1', amount: 0, currency: 'eur' },
    ...{ metadata, customerInfo: { email } },
  });
  const [answer] = await ear.hears(`${PREFIX}answers`, () => true);
  expect(answer!.body).toMatchObject({ status: 'rejected', errorCode: 'validation_failed' });
  await ear.send(REQUEST, '{', { key: 'poison' });
  const [letter] = await ear.hears(all.wire('payment-events-dlq'), ({ key }) => key === 'poison');
  expect(letter!.headers['dlq-reason']).toBe('schema');
  consumer.kill();
  expect(await consumer.exited).toBe(0);
  expect(consumer.output()).not.toContain(email);
});

it('asks for no topic of a family that is not enabled', async () => {
  const consumer = launch({ KAFKA_BINDINGS: 'canonical,dreamscape,orders' });
  await consumer.says('takes commands');
  expect(consumer.output()).toContain(all.wire('payment-refund-initiated'));
  expect(consumer.output()).not.toContain(REQUEST);
  consumer.kill();
  expect(await consumer.exited).toBe(0);
});
