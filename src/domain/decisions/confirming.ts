import type { RefundPendingReason } from '../events';
import { eventIdOf } from '../ids';
import { NOTHING, transition, type BookingState, type Decision } from '../transition';

/**
 * The owner keeps the place for good. `refundedMinor`: what has gone back of the charge by now, for
 * a refund made at Stripe does not wait for the owner.
 */
export function confirmed(state: BookingState, refundedMinor = 0): Decision {
  if (state.status !== 'PENDING_PAYMENT') return NOTHING;
  if (refundedMinor >= state.amountMinor) return unconfirmable(state, 'unavailable', refundedMinor);
  const causationId = eventIdOf(state.bookingId, 'payment.completed');
  const confirmation = transition('booking.confirmed', {}, { booking: 'CONFIRMED', causationId });
  if (refundedMinor <= 0) return { transitions: [confirmation] };
  const totals = { refundedTotalMinor: refundedMinor };
  const part = transition('booking.partially_refunded', totals, {
    booking: 'PARTIALLY_REFUNDED',
    causationId: eventIdOf(state.bookingId, 'booking.confirmed'),
  });
  return { transitions: [confirmation, part] };
}

/**
 * Paid, but the owner refuses or cannot be reached: the money goes back. Where all of it already
 * has, the booking is refunded.
 */
export function unconfirmable(
  state: BookingState,
  reason: Exclude<RefundPendingReason, 'amount_mismatch'>,
  refundedMinor = 0,
): Decision {
  if (state.status !== 'PENDING_PAYMENT') return NOTHING;
  const causationId = eventIdOf(state.bookingId, 'payment.completed');
  const more = { booking: 'REFUND_PENDING', causationId } as const;
  const pending = transition('booking.refund_pending', { reason }, more);
  if (refundedMinor < state.amountMinor) return { transitions: [pending], reason };
  const totals = { refundedTotalMinor: refundedMinor };
  const whole = transition('booking.refunded', totals, {
    booking: 'REFUNDED',
    causationId: eventIdOf(state.bookingId, 'booking.refund_pending'),
  });
  return { transitions: [pending, whole], reason };
}
