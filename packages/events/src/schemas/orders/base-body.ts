import { z } from 'zod';
import { currency, eventId, localInstant, major, numbered, paymentNumber, source } from '../fields';

/** What every body of the family has. */
export const about = {
  eventId,
  timestamp: localInstant('When it was committed'),
  source,
  paymentId: paymentNumber,
  orderId: numbered('The order: the bookingId, as a number'),
  userId: numbered('The customer'),
  amount: major('The price'),
  currency,
};

export const typed = <const T extends string>(eventType: T) => ({
  eventType: z.literal(eventType).meta({ description: 'What happened' }),
});
