import { NOTHING, happened, transition, type BookingState, type Decision } from '../transition';
import { eventIdOf } from '../ids';
import { closed } from './closing';

/** The booking is accepted; Stripe has not been asked yet. */
export function accepted(state: BookingState): Decision {
  const extras = { expiresAt: state.expiresAt.toISOString() };
  return { transitions: [transition('booking.pending_payment', extras)] };
}

/** The PaymentIntent exists and waits for the customer. */
export function opened(state: BookingState, intent: { id: string; status: string }): Decision {
  if (happened(state, 'payment.initiated')) return NOTHING;
  const step = transition(
    'payment.initiated',
    { expiresAt: state.expiresAt.toISOString() },
    {
      payment: 'awaiting_payment',
      causationId: eventIdOf(state.bookingId, 'booking.pending_payment'),
    },
  );
  const payment = { stripePaymentIntentId: intent.id, stripeStatus: intent.status };
  return { transitions: [step], payment };
}

/** The owner has no place, or asks another price: nothing was ever charged. */
export function refusedByOwner(
  state: BookingState,
  reason: 'unavailable' | 'price_changed',
): Decision {
  return closed(state, { how: 'cancelled', cancelledBy: 'owner', reason });
}
