import { randomUUID } from 'node:crypto';
import { createKafka } from '../../src/kafka/client';
import { createContracts } from '../../src/kafka/contracts';
import { provisionTopics, type TopicDifference } from '../../src/kafka/topics';
import { kafkaBroker } from '../support/kafka';
import { makeTopics } from './log';
import { silent } from './publishing';

const { brokers } = kafkaBroker();
const kafka = createKafka({ clientId: 'test', brokers, logger: silent });

function catalogue() {
  const { topics } = createContracts({
    families: ['dreamscape', 'customer', 'orders'],
    defaultBindings: ['dreamscape'],
    topicPrefix: `${randomUUID().slice(0, 8)}.`,
    topicMap: {},
    dreamscapeFlatTopics: true,
    dreamscapePartialRefunds: 'separate',
  });
  return topics;
}

const provision = (
  topics: ReturnType<typeof catalogue>,
  create: boolean,
  replicationFactor = 1,
): Promise<TopicDifference[]> =>
  provisionTopics(kafka, { topics, create, replicationFactor, logger: silent });

describe('the topics', () => {
  it('are made as the catalogue has them, dead letters included, and made once', async () => {
    const topics = catalogue();
    expect(await provision(topics, true)).toEqual([]);
    expect(await provision(topics, true)).toEqual([]);

    const admin = await kafka.admin();
    const found = await admin.describe(topics.map(({ name }) => name));
    await admin.disconnect();
    const deadLetters = found.find(({ name }) => name.endsWith('payment-events-dlq'));
    expect(deadLetters).toMatchObject({ partitions: 1, replicationFactor: 1 });
    expect(deadLetters!.config).toMatchObject({
      'cleanup.policy': 'delete',
      'retention.ms': '259200000',
    });
    expect(found.map(({ partitions }) => partitions)).toEqual(topics.map((t) => t.partitions));
  });

  it('are left alone where they exist, and the differences are told', async () => {
    const topics = catalogue();
    const [canonical] = topics;
    await makeTopics(brokers, canonical!.name);

    expect(await provision(topics, true)).toEqual([
      { topic: canonical!.name, setting: 'partitions', wanted: '12', found: '3' },
      {
        topic: canonical!.name,
        setting: 'retention.ms',
        wanted: '2592000000',
        found: '604800000',
      },
    ]);
  });

  it('are only compared where somebody else provisions', async () => {
    const [canonical] = catalogue();
    const differences = await provision([canonical!], false, 3);
    expect(differences).toContainEqual({
      topic: canonical!.name,
      setting: 'min.insync.replicas',
      wanted: '2',
      found: undefined,
    });
    const admin = await kafka.admin();
    expect(await admin.describe([canonical!.name])).toEqual([]);
    await admin.disconnect();
  });
});
