import type { z } from 'zod';

/** What a topic carries: the one place from which types, validators and documents are made. */

export type FamilyName = 'canonical' | 'dreamscape' | 'customer' | 'orders';

/** One kind of body. Its name is the one in `ce_dataschema`, and never changes. */
export interface Message {
  name: string;
  family: FamilyName;
  /** As seen from payment-service. */
  direction: 'in' | 'out';
  /** In plain words: when it is sent, and what it means. */
  summary: string;
  /** In: what we read of a request's headers. Out: all records have the same (`recordHeaders`). */
  headers?: z.ZodType;
  /** Oldest first. A released one only ever gains optional fields; what breaks is a new one. */
  versions: readonly [MessageVersion, ...MessageVersion[]];
}

export interface MessageVersion {
  version: string;
  /** Out: strict, for us who write it (readers take `tolerant(schema)`). In: tolerant already. */
  schema: z.ZodType;
  example: Readonly<Record<string, unknown>>;
}

export interface TopicDefinition {
  name: string;
  /** Undefined: of no family, there wherever Kafka is used. */
  family?: FamilyName;
  /** As seen from payment-service. `any`: whatever those who send to us choose. */
  key:
    'bookingId' | 'paymentId' | 'orderId' | 'customerId' | 'stripeEventId' | 'any' | 'as received';
  direction: 'in' | 'out' | 'both';
  partitions: number;
  retentionMs: number;
  summary: string;
  messages: readonly Message[];
  /** The setting without which it is not there. */
  only?: 'dreamscapeFlatTopics' | 'ordersLifecycle';
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/** A message in its first version; most have no other. */
export function message(
  family: FamilyName,
  direction: Message['direction'],
  name: string,
  summary: string,
  schema: z.ZodType,
  example: MessageVersion['example'],
): Message {
  return { name, family, direction, summary, versions: [{ version: '1.0', schema, example }] };
}
