import { setTimeout as pause } from 'node:timers/promises';
import { notFound } from './booking-payment-error';
import type { Booking, BookingStatus, Watching } from './booking-payments';

const EVERY_MS = 1_000;
const OPEN: readonly BookingStatus[] = ['PENDING_PAYMENT', 'REFUND_PENDING', 'REFUND_FAILED'];

type Find = (bookingId: string) => Promise<Booking | undefined>;

/** Looks again and again, and tells what has changed. */
export async function* watch(
  find: Find,
  bookingId: string,
  { signal, everyMs = EVERY_MS }: Watching = {},
): AsyncGenerator<Booking> {
  let told = '';
  for (;;) {
    signal?.throwIfAborted();
    const booking = await find(bookingId);
    if (!booking) throw notFound(bookingId);
    const now = JSON.stringify(booking);
    if (now !== told) yield booking;
    told = now;
    if (!OPEN.includes(booking.status)) return;
    await pause(everyMs, undefined, signal && { signal });
  }
}

export async function outcome(
  find: Find,
  bookingId: string,
  watching?: Watching,
): Promise<Booking> {
  let last: Booking | undefined;
  for await (const booking of watch(find, bookingId, watching)) last = booking;
  return last!;
}
