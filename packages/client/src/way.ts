import { paymentNotFound } from './booking-payment-error';
import type {
  Booking,
  BookingOrder,
  BookingPayments,
  CancelOrder,
  Refund,
  RefundOrder,
} from './booking-payments';
import { isBookingId } from './ids';
import { cancelOf, mustBeBooking, refundOf } from './orders';
import { outcome, watch, type Look } from './watch';

/** How the service is reached. It is given orders that can be sent, and ids that can exist. */
export interface Way {
  start(order: BookingOrder): Promise<Booking>;
  find(bookingId: string): Promise<Booking | undefined>;
  /** For one watch: each call of what it answers looks again. */
  looking(bookingId: string): Look;
  cancel(bookingId: string, order: CancelOrder): Promise<Booking>;
  refund(bookingId: string, order: RefundOrder): Promise<Refund>;
}

/** What is the same over every way. */
export function paymentsOver(way: Way): BookingPayments {
  function looking(bookingId: string): Look {
    return isBookingId(bookingId) ? way.looking(bookingId) : () => Promise.resolve(undefined);
  }

  return {
    async start(order) {
      mustBeBooking(order);
      return way.start(order);
    },

    async find(bookingId) {
      return isBookingId(bookingId) ? way.find(bookingId) : undefined;
    },

    watch: (bookingId, watching) => watch(looking(bookingId), bookingId, watching),
    outcome: (bookingId, watching) => outcome(looking(bookingId), bookingId, watching),

    async cancel(bookingId, order = {}) {
      const given = cancelOf(order);
      if (!isBookingId(bookingId)) throw paymentNotFound(bookingId);
      return way.cancel(bookingId, given);
    },

    async refund(bookingId, order) {
      const given = refundOf(order);
      if (!isBookingId(bookingId)) throw paymentNotFound(bookingId);
      return way.refund(bookingId, given);
    },
  };
}
