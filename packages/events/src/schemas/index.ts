/** All that is about bodies and topics, and nothing that talks to Kafka. */
export { CATALOGUE, DEAD_LETTER_TOPIC, MESSAGES, enabledTopics } from './catalogue';
export type { EnabledOptions } from './catalogue';
export type { FamilyName, Message, MessageVersion, TopicDefinition } from './topic';

export { DECODE_LIMITS, decode, decodeJson, type DecodeLimits } from './decode';
export { faultsIn, faultsInWords, type FieldFault } from './faults';
export { createRecordReader, readerOf, schemaIdOf, type Read } from './readers';
export { tolerant } from './tolerant';
export { readersSchema, schemaOf, writersSchema, type JsonSchema } from './json-schema';
export {
  deadLetterHeaders,
  recordHeaders,
  replayNoteHeaders,
  type DeadLetterHeaders,
  type RecordHeaders,
} from './headers';
export { HEADERS_EXAMPLE } from './header-examples';

export { canonicalEvent } from './canonical/event';
export type { CanonicalEvent, CanonicalEventOf, CanonicalEventType } from './canonical/event';

export type { BaseEvent } from './dreamscape/envelope';
export * from './dreamscape/payloads';
export * from './dreamscape/events';
export * from './dreamscape/flat';

export {
  CUSTOMER_COMMANDS,
  customerCommandHead,
  type CustomerCommandType,
} from './customer/command';
export { paymentRequest, type PaymentRequest } from './customer/payment-request';
export { subscriptionSetup, type SubscriptionSetup } from './customer/subscription-setup';
export { webhookHead, webhookReceived, type WebhookReceived } from './customer/webhook-received';
export {
  analytics,
  cardResult,
  setupResult,
  statusUpdated,
  webhookProcessed,
} from './customer/results';
export type {
  PaymentAnalyticsEvent,
  PaymentResultEvent,
  PaymentStatusUpdatedEvent,
  SetupResultEvent,
  WebhookProcessedEvent,
} from './customer/results';
export * from './customer/subscriptions';

export { refundCommand, type RefundCommand } from './orders/refund-command';
export * from './orders/payment-events';
export * from './orders/lifecycle';
