import type { z } from 'zod';
import { CANONICAL_EVENTS } from '../schemas/canonical/event';
import type { CanonicalEventOf, CanonicalEventType } from '../schemas/canonical/event';
import * as dreamscape from '../schemas/dreamscape/events';
import { tolerant } from '../schemas/tolerant';

/** The events that can be subscribed to, by family and `eventType`. */
export interface EventsOf {
  canonical: { [T in CanonicalEventType]: CanonicalEventOf<T> };
  dreamscape: {
    'payment.initiated': dreamscape.PaymentInitiatedEvent;
    'payment.completed': dreamscape.PaymentCompletedEvent;
    'payment.failed': dreamscape.PaymentFailedEvent;
    'payment.refunded': dreamscape.PaymentRefundedEvent;
    'payment.attempt_failed': dreamscape.PaymentAttemptFailedEvent;
    'payment.partially_refunded': dreamscape.PaymentPartiallyRefundedEvent;
  };
}
export type Family = keyof EventsOf;

/** One kind of event: where it comes, and how it is read. */
export interface EventKind {
  readonly eventType: string;
  readonly topic: string;
  readonly schema: z.ZodType;
  /** What the record's key may be; with another one it stands in no order. */
  readonly keys: readonly ('bookingId' | 'paymentId')[];
}

interface EventSchema extends z.ZodType {
  readonly shape: { readonly eventType: { readonly value: string } };
}

const CANONICAL_TOPIC = 'booking-payment.events';
const KEYS = {
  canonical: ['bookingId'],
  dreamscape: ['paymentId', 'bookingId'], // 002 allows both
} as const;

export function eventKindsOf(family: Family): readonly EventKind[] {
  switch (family) {
    case 'canonical':
      return CANONICAL_EVENTS.map((schema) => kindOf(family, schema, () => CANONICAL_TOPIC));
    case 'dreamscape':
      return [
        dreamscape.paymentInitiatedEvent,
        dreamscape.paymentCompletedEvent,
        dreamscape.paymentFailedEvent,
        dreamscape.paymentRefundedEvent,
        dreamscape.attemptFailedEvent,
        dreamscape.partiallyRefundedEvent,
      ].map((schema) => kindOf(family, schema, (eventType) => `dreamscape.${eventType}`));
  }
}

function kindOf(
  family: Family,
  schema: EventSchema,
  topicOf: (eventType: string) => string,
): EventKind {
  const eventType = schema.shape.eventType.value;
  return { eventType, topic: topicOf(eventType), schema: tolerant(schema), keys: KEYS[family] };
}
