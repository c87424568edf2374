import { ConfigResourceTypes, type Admin as KafkaJsAdmin } from 'kafkajs';
import type { Admin } from './ports';

export function createAdmin(admin: KafkaJsAdmin): Admin {
  return {
    topicNames: () => admin.listTopics(),

    create: async (topics) => {
      await admin.createTopics({
        // Its answer is of no use: false if any topic existed, although it creates the others.
        topics: topics.map(({ name, partitions, replicationFactor, config }) => ({
          topic: name,
          numPartitions: partitions,
          replicationFactor,
          configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        })),
        // Its waiting is rejected when it asks before the broker has heard of the topic itself.
        waitForLeaders: false,
      });
    },

    describe: async (names) => {
      const existing = new Set(await admin.listTopics());
      const topics = names.filter((name) => existing.has(name));
      if (topics.length === 0) return [];
      const metadata = await admin.fetchTopicMetadata({ topics });
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
      });
      const configs = new Map(
        resources.map(({ resourceName, configEntries }) => [
          resourceName,
          Object.fromEntries(configEntries.map((entry) => [entry.configName, entry.configValue])),
        ]),
      );
      const partitionsOf = new Map(metadata.topics.map((topic) => [topic.name, topic.partitions]));
      return topics.map((name) => ({
        name,
        partitions: partitionsOf.get(name)?.length ?? 0,
        replicationFactor: partitionsOf.get(name)?.[0]?.replicas.length ?? 0,
        config: configs.get(name) ?? {},
      }));
    },

    disconnect: () => admin.disconnect(),
  };
}
