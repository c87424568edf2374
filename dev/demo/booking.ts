import type { Ending } from './endings/ending';
import { paymentIdOf } from './ids';
import { priceOf, type Price } from './price';

/** One booking that the demo drives, and how far its customer has come. */
export interface DemoBooking {
  readonly ending: Ending;
  readonly bookingId: string;
  readonly paymentId: string;
  readonly userId: string;
  readonly bookingReference: string;
  readonly price: Price;
  /** What its customer is doing, for whoever watches. */
  step: string;
  /** Why it could not be driven to its end. */
  trouble?: string;
}

/** `run` tells this demo's bookings from all that were there before. */
export function newBooking(ending: Ending, run: string, number: number): DemoBooking {
  const bookingId = `${run}-${ending.name}-${number}`;
  return {
    ending,
    bookingId,
    paymentId: paymentIdOf(bookingId),
    userId: `usr-${run}-${number}`,
    bookingReference: `TRIP-${number}`,
    price: priceOf(number),
    step: 'not begun',
  };
}
