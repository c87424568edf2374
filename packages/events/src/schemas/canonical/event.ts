import { z } from 'zod';
import { BOOKING_EVENTS } from './booking-events';
import { MONEY_BACK_EVENTS } from './money-back';
import { PAYMENT_EVENTS } from './payment-events';

export const CANONICAL_EVENTS = [
  ...BOOKING_EVENTS,
  ...PAYMENT_EVENTS,
  ...MONEY_BACK_EVENTS,
] as const;

/** Every canonical event; which one, its `eventType` says. */
export const canonicalEvent = z.discriminatedUnion('eventType', CANONICAL_EVENTS);

/** Narrow it by `eventType`. */
export type CanonicalEvent = z.output<typeof canonicalEvent>;
export type CanonicalEventType = CanonicalEvent['eventType'];
export type CanonicalEventOf<T extends CanonicalEventType> = Extract<
  CanonicalEvent,
  { eventType: T }
>;
