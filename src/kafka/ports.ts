import type { OutRecord } from './contracts';

/** All that we ask of a Kafka library. Only `client.ts` knows which one it is. */
export interface KafkaClient {
  /** A producer of its own, connected: idempotent, every replica acknowledges. */
  producer(): Promise<Producer>;
  admin(): Promise<Admin>;
}

export interface Producer {
  /** One batch; never two at a time. After a rejection the producer must not be used again. */
  send(records: readonly OutRecord[]): Promise<void>;
  disconnect(): Promise<void>;
}

export interface Admin {
  topicNames(): Promise<string[]>;
  create(topics: readonly TopicSettings[]): Promise<void>;
  /** Settings as they are; topics that do not exist are left out. */
  describe(names: readonly string[]): Promise<TopicSettings[]>;
  disconnect(): Promise<void>;
}

export interface TopicSettings {
  name: string;
  partitions: number;
  replicationFactor: number;
  config: Readonly<Record<string, string>>;
}
