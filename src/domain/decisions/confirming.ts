import type { RefundPendingReason } from '../events';
import { eventIdOf } from '../ids';
import { NOTHING, transition, type BookingState, type Decision } from '../transition';

/** The owner keeps the place for good. */
export function confirmed(state: BookingState): Decision {
  if (state.status !== 'PENDING_PAYMENT') return NOTHING;
  const causationId = eventIdOf(state.bookingId, 'payment.completed');
  return {
    transitions: [transition('booking.confirmed', {}, { booking: 'CONFIRMED', causationId })],
  };
}

/** Paid, but the owner refuses or cannot be reached: the money goes back. */
export function unconfirmable(
  state: BookingState,
  reason: Exclude<RefundPendingReason, 'amount_mismatch'>,
): Decision {
  if (state.status !== 'PENDING_PAYMENT') return NOTHING;
  const causationId = eventIdOf(state.bookingId, 'payment.completed');
  const more = { booking: 'REFUND_PENDING', causationId } as const;
  return { transitions: [transition('booking.refund_pending', { reason }, more)], reason };
}
