import { isUnpaid } from '../payment';
import { NOTHING, transition, type BookingState, type Decision } from '../transition';
import { eventIdOf } from '../ids';

/** An operator gives the customer more time; a deadline only ever moves on. */
export function deadlineExtended(state: BookingState, expiresAt: Date, reason: string): Decision {
  const waits = state.status === 'PENDING_PAYMENT' && isUnpaid(state.payment.status);
  if (!waits || expiresAt <= state.expiresAt) return NOTHING;
  const until = expiresAt.toISOString();
  const causationId = eventIdOf(state.bookingId, 'booking.pending_payment');
  const step = transition(
    'booking.deadline_extended',
    { expiresAt: until, reason },
    { discriminator: until, causationId },
  );
  return { transitions: [step], expiresAt };
}
