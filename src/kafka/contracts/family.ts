import type { TopicDefinition } from '@booking-payment/events/schemas';
import type { BookingRequest } from '../../domain/booking';
import type { CanonicalEvent } from '../../domain/events';
import type { Statuses } from '../../domain/evolve';

/**
 * A *family* is one way of telling our events to others: which records, keys and
 * bodies. Its topics and schemas are in `packages/events`. Adding one means its part there, one
 * file here, one line in `index.ts`, and examples.
 */
export interface Family {
  name: string;
  /** Pure: the same event gives the same bytes. Topics by their names in the catalogue. */
  render(event: CanonicalEvent, booking: BookingFacts): Draft[];
  /** Why the family cannot carry a booking; undefined when it can. */
  refusal?(request: BookingRequest): string | undefined;
}

/** As the catalogue of the package has it, under its name on the wire. */
export type Topic = Pick<
  TopicDefinition,
  'name' | 'key' | 'direction' | 'partitions' | 'retentionMs'
>;

/** What a family says; names on the wire and headers are the same for all and come later. */
export interface Draft {
  topic: string;
  key: string;
  body: object;
  /** Names the body's schema where one topic carries several; else the topic does. */
  schema?: string;
  /** Beside those that all records have. */
  headers?: Record<string, string>;
}

/** One Kafka record, kept with its transition: every attempt sends these very bytes. */
export interface OutRecord {
  topic: string;
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** What the bodies need and events do not say. */
export interface BookingFacts {
  /** The families fixed when the booking was created. */
  bindings: readonly string[];
  /** The request's word (credit_card, …). */
  paymentMethod: string;
  /** The plan that the request named, for those who count. */
  subscriptionPlanId?: string | undefined;
  /** The event is about money that never paid this booking (saga.md rule 9). */
  stray?: boolean;
  /** The statuses that the event left; unknown, they are not told. */
  previous?: Statuses | undefined;
}

export interface FamilyOptions {
  /** Also send the flat topics of 004_6c3a97b613b41daf.txt. */
  dreamscapeFlatTopics: boolean;
  dreamscapePartialRefunds: 'separate' | 'merge';
  /** Also play order service: `order-created`, `order-cancelled`, `order-events`. */
  ordersLifecycle?: boolean;
  /** Spring's `__TypeId__` on the payment topics of `orders`; empty: none. */
  ordersTypeId?: string;
}
