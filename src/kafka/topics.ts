import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger';
import type { Topic } from './contracts';
import { faultOf } from './errors';
import type { Admin, KafkaClient, TopicSettings } from './ports';

interface ProvisionOptions {
  topics: readonly Topic[];
  replicationFactor: number;
  /** False only compares: somebody else provisions. */
  create: boolean;
  logger: Logger;
}

export interface TopicDifference {
  topic: string;
  setting: string;
  wanted: string;
  /** Undefined: there is no such topic, or no such setting. */
  found: string | undefined;
}

/**
 * Creates the catalogue's topics that are missing and then compares all of them with it: an
 * existing topic is never changed, since that is for its owner to decide. Each difference is
 * warned of and returned.
 */
export async function provisionTopics(
  kafka: KafkaClient,
  { topics, replicationFactor, create, logger }: ProvisionOptions,
): Promise<TopicDifference[]> {
  const wanted = topics.map((topic) => settingsOf(topic, replicationFactor));
  const admin = await kafka.admin();
  try {
    if (create) {
      const existing = new Set(await admin.topicNames());
      const missing = wanted.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) await admin.create(missing);
    }
    const found = await described(admin, wanted, create);
    const differences = wanted.flatMap((topic) => differencesOf(topic, found));
    for (const difference of differences)
      logger.warn({ ...difference }, 'a Kafka topic is not as the catalogue has it');
    return differences;
  } finally {
    await admin.disconnect();
  }
}

/** Throws with the names of those that are not there: somebody else provisions them. */
export async function mustExist(
  kafka: Pick<KafkaClient, 'admin'>,
  topics: readonly string[],
): Promise<void> {
  const admin = await kafka.admin();
  try {
    const existing = new Set(await admin.topicNames());
    const missing = topics.filter((name) => !existing.has(name));
    if (missing.length > 0) throw new Error(`Kafka has no topics ${missing.join(', ')}`);
  } finally {
    await admin.disconnect();
  }
}

/** A topic that was created a moment ago may take another one to appear. */
async function described(
  admin: Admin,
  wanted: readonly TopicSettings[],
  created: boolean,
): Promise<TopicSettings[]> {
  const names = wanted.map(({ name }) => name);
  for (let attempt = 1; ; attempt += 1) {
    const last = !created || attempt === 50;
    try {
      const found = await admin.describe(names);
      if (found.length === names.length || last) return found;
    } catch (error) {
      if (faultOf(error).scope !== 'topic' || last) throw error;
    }
    await sleep(100);
  }
}

function settingsOf(topic: Topic, replicationFactor: number): TopicSettings {
  return {
    name: topic.name,
    partitions: topic.partitions,
    replicationFactor,
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(topic.retentionMs),
      // Acknowledged must mean: on two disks, where there are three.
      'min.insync.replicas': replicationFactor >= 3 ? '2' : '1',
    },
  };
}

function differencesOf(wanted: TopicSettings, all: readonly TopicSettings[]): TopicDifference[] {
  const found = all.find(({ name }) => name === wanted.name);
  const actual = found ? flat(found) : {};
  return Object.entries(flat(wanted))
    .filter(([setting, value]) => actual[setting] !== value)
    .map(([setting, value]) => ({
      topic: wanted.name,
      setting,
      wanted: value,
      found: actual[setting],
    }));
}

function flat({ partitions, replicationFactor, config }: TopicSettings): Record<string, string> {
  return {
    partitions: String(partitions),
    'replication factor': String(replicationFactor),
    ...config,
  };
}
