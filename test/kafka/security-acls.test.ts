import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PoisonRecord, createConsumer } from '@booking-payment/events';
import { Kafka, logLevel } from 'kafkajs';
import { createBrokersCheck } from '../../src/api/health-checks';
import { createContracts, type OutRecord } from '../../src/kafka/contracts';
import { Publisher } from '../../src/kafka/publisher';
import { mustExist, provisionTopics } from '../../src/kafka/topics';
import { eventually } from '../support/eventually';
import { dlq, letter } from './letters';
import { readTopic } from './log';
import { publisherOn, recordOf, silent } from './publishing';
import { documentedRights, grant, type Grants } from './security-acls';
import { kafkaIn, optionsIn, startSecureBroker, type SecureBroker } from './security-broker';

const GROUP = 'payment-service';
const DLQ = 'payment-events-dlq';
// kafkajs hides GROUP_AUTHORIZATION_FAILED behind a coordinator that it does not find.
const REFUSED = /^TOPIC_AUTHORIZATION_FAILED$|Failed to find group coordinator/;
/** What the consumer answers to commands: not a booking's transitions, hence not the worker's. */
const RESULTS = [
  ...['payment.card.result', 'payment.setup.result', 'webhook.processed'],
  'payment-webhook-received',
];

const { topics } = createContracts({
  families: ['dreamscape', 'customer', 'orders'],
  defaultBindings: ['dreamscape'],
  topicPrefix: '',
  topicMap: {},
  dreamscapeFlatTopics: true,
  dreamscapePartialRefunds: 'separate',
  ordersLifecycle: true,
  ordersTypeId: '',
});
const named = (...directions: string[]) =>
  topics.filter(({ direction }) => directions.includes(direction)).map(({ name }) => name);
const ALL = topics.map(({ name }) => name);
const TOLD = named('out', 'both').filter((name) => name !== DLQ);
const COMMANDS = named('in', 'both').filter((name) => name !== DLQ);

let broker: SecureBroker;
/** What docs/kafka.md gives to each, by its names. Elsewhere in this file: what each needs of it. */
const GRANTS: Readonly<Record<string, Grants>> = {
  API: {},
  worker: { topics: { WRITE: TOLD, DESCRIBE: ALL, DESCRIBE_CONFIGS: ALL } },
  consumer: { topics: { READ: COMMANDS, WRITE: [...RESULTS, DLQ] }, groups: { READ: GROUP } },
  'dead-letter command': {
    topics: { READ: [DLQ], WRITE: [DLQ, ...COMMANDS], DESCRIBE_CONFIGS: COMMANDS },
    groups: { READ: `${GROUP}-dead-letters-`, DELETE: `${GROUP}-dead-letters-` },
  },
  provisioner: { topics: { CREATE: ALL, DESCRIBE: ALL, DESCRIBE_CONFIGS: ALL } },
};
/** A user's name may hold no blank. */
const userOf = (name: string) => name.replaceAll(' ', '-');

beforeAll(async () => {
  broker = await startSecureBroker(Object.keys(GRANTS).map(userOf));
  for (const [name, grants] of Object.entries(GRANTS))
    await grant(broker.plain, userOf(name), grants);
  await provision('provisioner', true);
}, 120_000);
afterAll(() => broker.stop());

const kafkaOf = (user: string) => kafkaIn(broker.environmentOf(user));

const provision = (user: string, create: boolean) =>
  provisionTopics(kafkaOf(user), { topics, create, replicationFactor: 1, logger: silent });

async function publish(user: string, ...names: readonly string[]): Promise<void> {
  const publisher = new Publisher({ kafka: kafkaOf(user), logger: silent });
  try {
    await publisher.publish(names.map((name) => recordOf(name, randomUUID(), 1)));
  } finally {
    await publisher.disconnect();
  }
}

/** Why this user cannot read, in Kafka's own word; undefined when it can. */
async function readingFault(user: string, topic: string, groupId: string) {
  const options = { ...optionsIn(broker.environmentOf(user)), logLevel: logLevel.NOTHING };
  const retry = { retries: 5, initialRetryTime: 100 };
  const kafka = new Kafka({ ...trusting(options), retry });
  const consumer = kafka.consumer({ groupId, retry });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] });
    const crashed = new Promise<string>((resolve) =>
      consumer.on('consumer.crash', ({ payload }) => resolve(typeOf(payload.error))),
    );
    // To join a group, to know a topic is enough, and who may write to it does.
    const fetched = new Promise<undefined>((resolve) =>
      consumer.on('consumer.fetch', () => resolve(undefined)),
    );
    await consumer.run({ eachMessage: () => Promise.resolve() });
    return await Promise.race([crashed, fetched]);
  } catch (error) {
    return typeOf(error);
  } finally {
    await consumer.disconnect();
  }
}

function trusting({
  ssl,
  brokers,
  ...rest
}: ReturnType<typeof optionsIn> & { logLevel: logLevel }) {
  return { ...rest, brokers: [...brokers], ssl: { ca: [(ssl as { ca: string }).ca] } };
}

function typeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) if ('type' in at) return String(at.type);
  return String(error);
}

describe('the provisioner', () => {
  it('makes all topics and compares them, and can neither write nor read', async () => {
    expect(await provision('provisioner', true)).toEqual([]);
    await expect(publish('provisioner', TOLD[0]!)).rejects.toThrow('docs/kafka.md');
    expect(await readingFault('provisioner', TOLD[0]!, GROUP)).toMatch(REFUSED);
  });
});

describe('the worker', () => {
  it('tells every topic of ours, and compares them', async () => {
    await publish('worker', ...TOLD);
    for (const name of [TOLD[0]!, TOLD.at(-1)!])
      expect(await readTopic([broker.plain], name)).not.toHaveLength(0);
    expect(await provision('worker', false)).toEqual([]);
  });

  it.each([...named('in'), DLQ])('cannot write to %s', async (name) => {
    await expect(publish('worker', name)).rejects.toThrow('docs/kafka.md');
  });

  it('can neither read nor make a topic', async () => {
    expect(await readingFault('worker', TOLD[0]!, GROUP)).toMatch(REFUSED);
    const admin = await kafkaOf('worker').admin();
    const topic = { name: 'anything', partitions: 1, replicationFactor: 1, config: {} };
    await expect(admin.create([topic])).rejects.toThrow();
    await admin.disconnect();
    expect(await readTopicNames()).not.toContain('anything');
  });
});

describe('the consumer', () => {
  it('takes commands, answers them, and puts away what it cannot take', async () => {
    const took: string[] = [];
    const consumer = createConsumer({
      kafka: optionsIn(broker.environmentOf('consumer')),
      groupId: `${GROUP}-payments`,
      topics: COMMANDS,
      deadLetters: DLQ,
      handle: ({ topic, key }) => {
        if (String(key) === 'poison') throw new PoisonRecord('schema', 'it is poison');
        took.push(topic);
        return Promise.resolve();
      },
    });
    await mustExist(kafkaOf('consumer'), COMMANDS);
    await consumer.start();
    const { publisher } = publisherOn([broker.plain]);
    await publisher.publish([
      recordOf(COMMANDS[0]!, 'poison', 1),
      ...COMMANDS.map((name) => recordOf(name, 'good', 1)),
    ]);
    await publisher.disconnect();
    await eventually('all commands are taken', () => new Set(took).size === COMMANDS.length, {
      withinMs: 30_000,
    });
    await eventually('the poison is put away', async () =>
      (await readTopic([broker.plain], DLQ)).some(({ key }) => key === 'poison'),
    );
    expect(await consumer.lag()).not.toEqual([]);
    await consumer.stop();
    await publish('consumer', ...RESULTS);
  });

  it('reads nothing but commands', async () => {
    expect(await readingFault('consumer', COMMANDS[0]!, `${GROUP}-2`)).toBeUndefined();
    expect(await readingFault('consumer', TOLD[0]!, `${GROUP}-2`)).toMatch(REFUSED);
  });

  it('can neither tell of a booking nor take part in another group', async () => {
    await expect(publish('consumer', 'booking-payment.events')).rejects.toThrow('docs/kafka.md');
    expect(await readingFault('consumer', COMMANDS[0]!, 'another')).toMatch(REFUSED);
  });
});

describe('the dead-letter command', () => {
  const command = (...given: string[]) =>
    dlq(given, '', { ...broker.environmentOf('dead-letter-command'), KAFKA_GROUP_ID: GROUP });
  const target = COMMANDS[0]!;

  it('lists, shows and replays, notes down what it has replayed, and leaves no group behind', async () => {
    const { publisher } = publisherOn([broker.plain]);
    const { key, value, headers } = letter({ key: 'again', value: '{}' }, { topic: target });
    await publisher.publish([{ topic: DLQ, key, value, headers } as OutRecord]);
    await publisher.disconnect();
    const listed = await command('list', '--key', 'again', '--json');
    expect(listed).toMatchObject({ code: 0, err: '' });
    const { id } = JSON.parse(listed.out) as { id: string };
    expect(await command('show', id)).toMatchObject({ code: 0, err: '' });
    expect(await command('replay', id)).toMatchObject({ code: 0, err: '' });
    const came = await readTopic([broker.plain], target);
    expect(came.filter(({ key }) => key === 'again')).toHaveLength(1);
    expect((await command('replay', id)).out).toContain('--again');
    expect(await groupsAt(broker.plain)).not.toContainEqual(
      expect.stringContaining('dead-letters'),
    );
  });

  it('can neither read commands nor tell of a booking', async () => {
    const group = `${GROUP}-dead-letters-1`;
    expect(await readingFault('dead-letter-command', target, group)).toMatch(REFUSED);
    await expect(publish('dead-letter-command', 'booking-payment.events')).rejects.toThrow(
      'docs/kafka.md',
    );
  });
});

describe('the API', () => {
  it('needs no right at all to see that Kafka answers, and has none', async () => {
    const check = createBrokersCheck(kafkaOf('API').admin);
    expect(await check.ask()).toBe('connected');
    await check.close();
    await expect(publish('API', TOLD[0]!)).rejects.toThrow('docs/kafka.md');
    expect(await readingFault('API', TOLD[0]!, GROUP)).toMatch(REFUSED);
  });
});

describe('docs/kafka.md', () => {
  const text = readFileSync('docs/kafka.md', 'utf8');
  it.each(ALL)('names %s', (name) => expect(text).toContain(`\`${name}\``));

  it.each(Object.entries(GRANTS))('gives to %s what is tried here', (name, grants) => {
    const { topics = [], groups = [] } = documentedRights(text).get(name) ?? {};
    expect(new Set(topics)).toEqual(new Set(Object.keys(grants.topics ?? {})));
    expect(new Set(groups)).toEqual(new Set(Object.keys(grants.groups ?? {})));
  });
});

async function groupsAt(broker: string): Promise<string[]> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  return groups.map(({ groupId }) => groupId);
}

async function readTopicNames(): Promise<string[]> {
  const admin = new Kafka({ brokers: [broker.plain], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const names = await admin.listTopics();
  await admin.disconnect();
  return names;
}
