/** What a rejection says about whom, and whether another attempt can help. */
export interface Fault {
  /** `record`: that record. `topic`: that topic. `cluster`: Kafka as a whole, or the way to it. */
  scope: 'record' | 'topic' | 'cluster';
  permanent: boolean;
}

/** Refused before Kafka is asked: brokers take 1 MB, and one such record rejects its whole batch. */
export class RecordTooLarge extends Error {
  readonly type = 'MESSAGE_TOO_LARGE';

  constructor(topic: string, bytes: number, limit: number) {
    super(`A record of ${bytes} bytes for ${topic} is above the limit of ${limit}`);
    this.name = 'RecordTooLarge';
  }
}

export class QueueFull extends Error {
  constructor(limit: number) {
    super(`${limit} records wait for Kafka already`);
    this.name = 'QueueFull';
  }
}

export class PublisherClosed extends Error {
  constructor() {
    super('The publisher has been disconnected');
    this.name = 'PublisherClosed';
  }
}

const RECORD_FAULTS = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);
const TOPIC_FAULTS = new Set([
  'INVALID_TOPIC_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'REQUEST_TIMED_OUT',
  'CORRUPT_MESSAGE',
  'POLICY_VIOLATION',
  'KAFKA_STORAGE_ERROR',
]);

/**
 * Never by `retriable`: kafkajs wraps an outage in errors that call themselves final
 * (`KafkaJSNumberOfRetriesExceeded`, `KafkaJSNonRetriableError`). The protocol's own word lies
 * somewhere down the causes.
 */
export function faultOf(error: unknown): Fault {
  for (const type of typesOf(error)) {
    if (RECORD_FAULTS.has(type)) return { scope: 'record', permanent: true };
    if (TOPIC_FAULTS.has(type))
      return { scope: 'topic', permanent: type === 'INVALID_TOPIC_EXCEPTION' };
  }
  return { scope: 'cluster', permanent: false };
}

function* typesOf(error: unknown): Generator<string> {
  const seen = new Set<unknown>();
  for (let next = error; next instanceof Error && !seen.has(next); next = next.cause) {
    seen.add(next);
    if ('type' in next && typeof next.type === 'string') yield next.type;
  }
}
