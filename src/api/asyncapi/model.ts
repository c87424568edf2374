import type { JsonSchema, TopicDefinition } from '@booking-payment/events/schemas';

/** AsyncAPI 3.0, as far as we write it. */
export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  id: string;
  info: { title: string; version: string; description: string };
  defaultContentType: 'application/json';
  servers: Record<string, Server>;
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: {
    messages: Record<string, MessageObject>;
    schemas: Record<string, JsonSchema>;
    securitySchemes?: Record<string, { type: string }>;
  };
}

export interface Server {
  host: string;
  protocol: 'kafka' | 'kafka-secure';
  description: string;
  security?: Reference[];
}

export interface Channel {
  address: string;
  title: string;
  description: string;
  tags: { name: string }[];
  messages: Record<string, Reference>;
  bindings: { kafka: object };
  'x-key': TopicDefinition['key'];
  'x-retention-days': number;
}

export interface Operation {
  action: 'send' | 'receive';
  channel: Reference;
  summary: string;
  messages: Reference[];
  bindings?: { kafka: object };
}

export interface MessageObject {
  name: string;
  title: string;
  summary: string;
  contentType: string;
  headers: JsonSchema;
  payload: JsonSchema;
  correlationId?: { location: string };
  bindings: { kafka: object };
  examples?: { name: string; payload: unknown; headers?: unknown }[];
  /** As seen from payment-service. */
  'x-direction': 'in' | 'out';
  /** In `ce_dataschema`; undefined where bodies keep to no schema of ours. */
  'x-version'?: string;
}

export interface Reference {
  $ref: string;
}

/** A topic that is enabled here, and its name on the wire. */
export interface EnabledTopic {
  definition: TopicDefinition;
  address: string;
}

/** What of this installation the document tells. */
export interface KafkaFacts {
  brokers: readonly string[];
  secure: boolean;
  /** As kafkajs names it: plain, scram-sha-256, scram-sha-512. */
  saslMechanism?: string | undefined;
  /** What the groups of our own consumers begin with. */
  groupId: string;
  replicationFactor: number;
}
