import type { OwnerRequest } from '../booking-owner/client';
import type { BookingState } from '../domain/transition';

export function ownerRequest(state: BookingState): OwnerRequest {
  return {
    bookingId: state.bookingId,
    ...(state.bookingReference !== undefined && { bookingReference: state.bookingReference }),
    userId: state.userId,
    paymentId: state.payment.paymentId,
    amount: state.amountMinor,
    currency: state.currency,
    ...(state.reason !== undefined && { reason: state.reason }),
  };
}
