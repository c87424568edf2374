import { z } from 'zod';
import {
  bookingId,
  bookingReference,
  currency,
  customerId,
  eventId,
  flag,
  instant,
  minor,
  named,
  numbered,
  paymentId,
  paymentNumber,
  source,
  stripePaymentIntentId,
  userId,
  version1,
} from '../fields';
import { bookingStatus, paymentStatus } from './statuses';

/** What every canonical payload has (contracts.md section 1). */
const shared = {
  bookingId,
  bookingReference: bookingReference.exactOptional(),
  userId,
  customerId: customerId.exactOptional(),
  paymentId,
  paymentNumber,
  stripePaymentIntentId: stripePaymentIntentId.exactOptional(),
  amountMinor: minor('The price'),
  currency,
  paymentMethod: named("Stripe's word for the method, once known").exactOptional(),
  bookingStatus,
  paymentStatus,
};

/** One event type: the envelope, the shared payload, and what this type says beyond it. */
export function canonicalEventOf<const T extends string, E extends z.ZodRawShape>(
  eventType: T,
  extras: E,
) {
  return z.strictObject({
    eventId,
    eventType: z.literal(eventType).meta({ description: 'What happened' }),
    timestamp: instant('When it was committed'),
    version: version1,
    source,
    sequence: numbered('Position in the life of this booking: from 1, without gaps'),
    correlationId: named('Of the request that began it; else the bookingId'),
    causationId: eventId
      .meta({ description: 'eventId of the event that caused this one' })
      .exactOptional(),
    metadata: z.strictObject({
      workflowId: named('The workflow that owns the booking'),
      stripeEventId: named('The Stripe event that brought the news').exactOptional(),
      livemode: flag('False: test money'),
    }),
    payload: z.strictObject({ ...shared, ...extras }),
  });
}
