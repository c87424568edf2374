/** All that we ask of a Kafka library. Only `client.ts` knows which one it is. */
export interface KafkaClient {
  /** A producer of its own, connected: idempotent, every replica acknowledges. */
  producer(): Promise<Producer>;
  admin(): Promise<Admin>;
  /**
   * Hands over every record that a topic has at this moment. It joins a group of its own, commits
   * nothing, and leaves no group behind.
   */
  snapshot(topic: string, options: SnapshotOptions): Promise<void>;
}

export interface SnapshotOptions {
  /** Nobody else's. */
  readonly groupId: string;
  readonly onRecord: (record: ReceivedRecord) => void;
  readonly stopping?: AbortSignal;
}

/** Our own records are text; what somebody else wrote is sent on as it came, to the byte. */
export interface WireRecord {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: Headers;
  /** As the key says, unless given. */
  readonly partition?: number;
  /** The time of sending, unless given. */
  readonly timestampMs?: number;
}

export interface ReceivedRecord {
  readonly partition: number;
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Headers;
}

/** A header that is repeated has a list. */
export type Headers = Readonly<Record<string, Text | readonly Text[]>>;
type Text = string | Buffer;

export interface Producer {
  /** One batch; never two at a time. After a rejection the producer must not be used again. */
  send(records: readonly WireRecord[]): Promise<void>;
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
