import { paymentOfBooking, type PaymentRow } from '../db/booking-reads';
import type { ExtendOrder } from '../temporal/bookings';
import type { ApiDependencies } from './dependencies';
import { Problem, unavailable } from './problem';
import { refusal } from './refusals';
import { invalid } from './validation';

/** More time for a customer who has not paid yet. The same deadline again is the same act. */
export function createExtending({ db, bookings }: ApiDependencies) {
  return async function extend(
    { bookingId, booking }: PaymentRow,
    order: ExtendOrder,
    keyed?: string,
  ): Promise<PaymentRow> {
    const id = keyed ?? `extend:${bookingId}:${Date.parse(order.expiresAt)}`;
    const done = await bookings.extend(booking.workflowId, order, id);
    if (done.outcome === 'refused')
      throw done.type === 'validation_failed'
        ? invalid([{ path: 'expiresAt', message: `${done.message}.` }])
        : refusal(done, 'booking_not_open');
    const now = await paymentOfBooking(db, bookingId);
    if (now && done.outcome === 'done') return now;
    if (now?.booking.status === 'PENDING_PAYMENT')
      throw unavailable('The deadline was not extended.');
    throw new Problem('booking_not_open', 'The booking no longer waits for a payment.');
  };
}

export type Extend = ReturnType<typeof createExtending>;
