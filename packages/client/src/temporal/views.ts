import type { Booking, Refund } from '../booking-payments';

/** What the queries `getBooking` and `getRefund` answer, as far as it is needed here. */
export interface BookingView extends Omit<Booking, 'amount' | 'clientSecret'> {
  amountMinor: number;
  /** Why it ended, or cannot be confirmed. */
  reason?: string;
  /** How many were declined. */
  attempts: number;
}

export interface RefundView extends Omit<Refund, 'amount'> {
  amountMinor: number;
}

export function ofBooking(view: BookingView): Booking {
  const { bookingId, status, paymentId, paymentStatus, amountMinor, currency, expiresAt } = view;
  return {
    ...{ bookingId, status, paymentId, paymentStatus, amount: amountMinor, currency },
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

export function ofRefund({
  refundId,
  paymentId,
  amountMinor,
  currency,
  status,
}: RefundView): Refund {
  return { refundId, paymentId, amount: amountMinor, currency, status };
}
