export { RETRY, connectionTo, type KafkaConnection } from './consumer/connection';
export { createConsumer, type Consumer } from './consumer/consumer';
export type { DeadLetter, DeadLetters } from './consumer/dead-letter';
export type { ConsumerHealth } from './consumer/health';
export type { PartitionLag } from './consumer/lag';
export { silentLogger, type Logger } from './consumer/logger';
export type { ConsumerMetrics } from './consumer/metrics';
export type { ConsumerOptions } from './consumer/options';
export { PoisonRecord, type PoisonReason } from './consumer/poison-record';
export type { Handle, ReceivedRecord } from './consumer/received-record';
export type { EventsOf } from './consumer/event-kinds';
export {
  subscribe,
  type EventContext,
  type EventHandlers,
  type SubscribeOptions,
} from './consumer/subscribe';
export {
  CONSUMER_GROUPS,
  KAFKA_TOPICS,
  getKafkaClient,
  type DreamscapeClient,
} from './dreamscape-client';
export { kafkaFromEnvironment, type KafkaEnvironment } from './environment';
export { createMemoryStore } from './idempotency/memory-store';
export { IDEMPOTENCY_TABLES, createPrismaStore } from './idempotency/prisma-store';
export type { PrismaDatabase } from './idempotency/prisma-store';
export type { EventIdentity, IdempotencyStore } from './idempotency/store';
export * from './schemas';
