import { isUnpaid } from '../payment';
import { NOTHING, outcomeCause, transition, type BookingState, type Decision } from '../transition';

/** An operator gives the customer more time; a deadline only ever moves on. */
export function deadlineExtended(state: BookingState, expiresAt: Date, reason: string): Decision {
  const waits = state.status === 'PENDING_PAYMENT' && isUnpaid(state.payment.status);
  if (!waits || expiresAt <= state.expiresAt) return NOTHING;
  const until = expiresAt.toISOString();
  const step = transition(
    'booking.deadline_extended',
    { expiresAt: until, reason },
    { discriminator: until, causationId: outcomeCause(state) },
  );
  return { transitions: [step], expiresAt };
}
