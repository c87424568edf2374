import {
  MESSAGES,
  createMemoryStore,
  getKafkaClient,
  subscribe,
  type Consumer,
  type DreamscapeClient,
} from '@booking-payment/events';
import type { Message } from 'kafkajs';
import { eventually } from '../support/eventually';
import {
  brokers,
  makeTopic,
  newGroup,
  newTopic,
  produce,
  readAll,
  textOf,
} from '../support/broker';

const open: (Consumer | DreamscapeClient)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await ('stop' in one ? one.stop(3_000) : one.disconnect());
});

/** The published example of a message, changed as told. */
function event(family: string, name: string, changes: object = {}) {
  const message = MESSAGES.find((one) => one.family === family && one.name === name)!;
  return { ...message.versions[0].example, ...changes } as unknown as Body;
}
interface Body {
  eventId: string;
  payload: { bookingId: string; paymentId: string };
}
const canonical = (name: string, changes?: object): Message => {
  const body = event('canonical', name, changes);
  return { key: body.payload.bookingId, value: JSON.stringify(body) };
};

async function canonicalTopics() {
  const [topic, deadLetters] = [await newTopic('canonical'), await newTopic('dlq')];
  const options = {
    kafka: { clientId: 'test', brokers },
    groupId: newGroup(),
    ...{ family: 'canonical' as const, deadLetters, topicName: () => topic },
    backoff: { firstMs: 20, maxMs: 100 },
  };
  return { topic, deadLetters, options };
}

describe('a subscription to canonical events', () => {
  it('hands over typed events, passes over other types, and reads later minor versions', async () => {
    const { topic, deadLetters, options } = await canonicalTopics();
    const seen: string[] = [];
    const consumer = subscribe({
      ...options,
      on: {
        'payment.completed': ({ payload }) =>
          Promise.resolve(void seen.push(`${payload.amountMinor} ${payload.currency}`)),
        'booking.confirmed': ({ payload }) =>
          Promise.resolve(void seen.push(payload.bookingStatus)),
      },
    });
    open.push(consumer);
    await consumer.start();
    await produce(topic, [
      canonical('payment.initiated'),
      canonical('payment.completed', { version: '1.7', brandNew: true }),
      { key: 'bk-2041', value: '{"eventType":"payment.invented","version":"9.0"}' },
      canonical('booking.confirmed'),
    ]);
    await eventually('both are seen', () => seen.length === 2);
    expect(seen).toEqual(['12990 eur', 'CONFIRMED']);
    expect(await readAll(deadLetters)).toEqual([]);
  });

  const deep = '['.repeat(200) + ']'.repeat(200);
  it.each<[string, Message, string, RegExp]>([
    ['bad JSON', { key: 'bk-2041', value: '{"eventType"' }, 'schema', /not JSON/],
    ['no JSON object', { key: 'bk-2041', value: '7' }, 'schema', /eventType/],
    ['no value', { key: 'bk-2041', value: null }, 'schema', /no value/],
    ['deep nesting', { key: 'bk-2041', value: deep }, 'schema', /deeper/],
    [
      'a field of a wrong type',
      canonical('payment.completed', { sequence: 'three' }),
      'schema',
      /^sequence: /,
    ],
    [
      'an unknown major version',
      canonical('payment.completed', { version: '2.0' }),
      'unknown-type',
      /^version: /,
    ],
    [
      'a wrong key',
      { ...canonical('payment.completed'), key: 'somebody-else' },
      'schema',
      /^key: send the bookingId/,
    ],
    ['no key', { ...canonical('payment.completed'), key: null }, 'schema', /^key: /],
  ])('makes a dead letter of %s, and goes on', async (_, bad, reason, message) => {
    const { topic, deadLetters, options } = await canonicalTopics();
    const seen: string[] = [];
    const handle = ({ eventId }: { eventId: string }) => Promise.resolve(void seen.push(eventId));
    const consumer = subscribe({ ...options, on: { 'payment.completed': handle } });
    open.push(consumer);
    await consumer.start();
    await produce(topic, [bad, canonical('payment.completed')]);
    await eventually('it goes on', () => seen.length === 1);
    await eventually('it is a dead letter', async () => (await readAll(deadLetters)).length > 0);
    const letters = await readAll(deadLetters);
    const headers = textOf(letters[0]!.headers);
    expect(letters).toHaveLength(1);
    expect(headers).toMatchObject({ 'dlq-reason': reason });
    expect(headers['dlq-error-message']).toMatch(message);
  });

  it('with a store, drops copies and what comes late; not what an operator replays', async () => {
    const { topic, options } = await canonicalTopics();
    const seen: string[] = [];
    const note = ({ eventType }: { eventType: string }) =>
      Promise.resolve(void seen.push(eventType));
    const consumer = subscribe({
      ...{ ...options, store: createMemoryStore() },
      on: {
        'payment.initiated': note,
        'payment.completed': note,
        'booking.confirmed': note,
        'booking.pending_payment': note,
      },
    });
    open.push(consumer);
    await consumer.start();
    const completed = canonical('payment.completed');
    await produce(topic, [
      completed,
      completed,
      canonical('payment.initiated'),
      { ...canonical('booking.pending_payment'), headers: { 'dlq-replay-count': '1' } },
      canonical('booking.confirmed'),
    ]);
    await eventually('the last is seen', () => seen.includes('booking.confirmed'));
    expect(seen).toEqual(['payment.completed', 'booking.pending_payment', 'booking.confirmed']);
  });

  it('repeats an event whose handler fails, also with a store', async () => {
    const { topic, options } = await canonicalTopics();
    let tries = 0;
    const consumer = subscribe({
      ...{ ...options, store: createMemoryStore() },
      on: {
        'payment.completed': () => {
          tries += 1;
          return tries < 3 ? Promise.reject(new Error('away')) : Promise.resolve();
        },
      },
    });
    open.push(consumer);
    await consumer.start();
    await produce(topic, [canonical('payment.completed')]);
    await eventually('it is done', () => tries === 3);
  });
});

describe("002's client", () => {
  it('hands over the events of its topics, and is configured by the environment', async () => {
    const prefix = `t${newGroup()}.`;
    const topic = await named(`${prefix}dreamscape.payment.completed`);
    const env = { KAFKA_BROKERS: brokers.join(','), KAFKA_TOPIC_PREFIX: prefix };
    const client = getKafkaClient('my-service', { env, store: createMemoryStore() });
    open.push(client);
    await client.connect();
    const seen: string[] = [];
    await client.subscribe(newGroup(), [
      {
        topic: 'dreamscape.payment.completed',
        handler: (message) => Promise.resolve(void seen.push(message.payload.transactionId)),
      },
    ]);
    const body = event('dreamscape', 'dreamscape.payment.completed');
    const message = { key: body.payload.paymentId, value: JSON.stringify(body) };
    await produce(topic, [message, message]);
    const other = { ...body, eventId: 'c10de57b-7b11-4793-b1cc-ae678c8e3cff' };
    await produce(topic, [{ key: message.key, value: JSON.stringify(other) }]);
    await eventually('both are seen', () => seen.length === 2);
    expect(seen).toEqual(['ch_3Qa', 'ch_3Qa']);
  });

  it('says what is wrong: no broker, a group twice, a topic twice, a faulty variable', async () => {
    const nobody = getKafkaClient('my-service', { env: { KAFKA_BROKERS: '127.0.0.1:9' } });
    await expect(nobody.connect()).rejects.toThrow();
    const subscription = {
      topic: 'dreamscape.payment.failed' as const,
      handler: () => Promise.resolve(),
    };
    const client = getKafkaClient('my-service', { env: { KAFKA_BROKERS: brokers.join(',') } });
    await expect(client.subscribe('g', [subscription, subscription])).rejects.toThrow(
      'dreamscape.payment.failed has two handlers',
    );
    expect(() => getKafkaClient('my-service', { env: { KAFKA_SSL: 'maybe' } })).toThrow(
      'KAFKA_SSL',
    );
  });
});

async function named(topic: string): Promise<string> {
  return makeTopic(topic);
}
