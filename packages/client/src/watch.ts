import { setTimeout as pause } from 'node:timers/promises';
import { bookingNotFound } from './booking-payment-error';
import type { Booking, BookingStatus, Watching } from './booking-payments';

const EVERY_MS = 1_000;
/** While nothing changes the pauses grow, up to so many times the first. */
const LONGEST = 5;
const OPEN: readonly BookingStatus[] = ['PENDING_PAYMENT', 'REFUND_PENDING', 'REFUND_FAILED'];

/** One more look at a booking. `opening`: it has been started, and there is nothing to tell yet. */
export type Look = () => Promise<Booking | 'opening' | undefined>;

/** The saga may still decide something about it. */
export function isOpen({ status }: Pick<Booking, 'status'>): boolean {
  return OPEN.includes(status);
}

/** Looks again and again, and tells what has changed. */
export async function* watch(
  look: Look,
  bookingId: string,
  { signal, everyMs = EVERY_MS }: Watching = {},
): AsyncGenerator<Booking> {
  let told = '';
  for (let ms = everyMs; ; ms = Math.min(ms * 2, everyMs * LONGEST)) {
    signal?.throwIfAborted();
    const booking = await look();
    if (!booking) throw bookingNotFound(bookingId);
    if (booking !== 'opening') {
      const now = JSON.stringify(booking);
      if (now !== told) {
        yield booking;
        ms = everyMs;
      }
      told = now;
      if (!isOpen(booking)) return;
    }
    // An abort ends the pause; what it is told with is the signal's own reason, above.
    await pause(ms, undefined, signal && { signal }).catch(() => undefined);
  }
}

export async function outcome(
  look: Look,
  bookingId: string,
  watching?: Watching,
): Promise<Booking> {
  let last: Booking | undefined;
  for await (const booking of watch(look, bookingId, watching)) last = booking;
  return last!;
}
