import type { Ending } from './endings/ending';
import { paymentIdOf } from './ids';
import { priceOf } from './price';
import type { Tried } from './tried';

/** One booking that the demo drives, and how far its customer has come. */
export interface DemoBooking extends Tried {
  readonly ending: Ending;
  readonly bookingReference: string;
  /** What its customer is doing, for whoever watches. */
  step: string;
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
    price: ending.price ?? priceOf(number),
    told: [],
    step: 'not begun',
  };
}
