import { z } from 'zod';
import { eventId, instant, named, numbered, source, version1 } from '../fields';

/**
 * The envelope of 002_5ff0327524e14c4a.txt, as it stands there. What we send of it is narrower: the
 * schemas below say how.
 */
export interface BaseEvent<T> {
  eventId: string;
  eventType: string;
  timestamp: string;
  version: string;
  source: string;
  correlationId?: string;
  causationId?: string;
  metadata?: Record<string, unknown>;
  payload: T;
}

export function envelopeOf<const T extends string, P extends z.ZodType>(eventType: T, payload: P) {
  return z.strictObject({
    eventId,
    eventType: z.literal(eventType).meta({ description: 'What happened' }),
    timestamp: instant('When it was committed'),
    version: version1,
    source,
    correlationId: named('Of the request that began it; else the bookingId'),
    causationId: eventId
      .meta({ description: 'eventId of payment.initiated, where that caused this event' })
      .exactOptional(),
    metadata: z.strictObject({
      sequence: numbered(
        'Position in the life of the booking; events of other families have numbers too, so there are gaps here',
      ),
    }),
    payload,
  });
}
