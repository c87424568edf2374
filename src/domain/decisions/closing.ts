import type { CancelReason, CancelledBy, EventType, Failure } from '../events';
import { eventIdOf } from '../ids';
import {
  NOTHING,
  outcomeCause,
  transition,
  type BookingState,
  type Decision,
  type Transition,
} from '../transition';

/** How a payment ends without money. */
export type Closing =
  | { how: 'expired' }
  | { how: 'failed'; failure: Failure; attempts?: number; lastDecline?: string }
  | { how: 'cancelled'; cancelledBy: 'owner'; reason: 'unavailable' | 'price_changed' }
  | { how: 'cancelled'; cancelledBy: Exclude<CancelledBy, 'owner'>; reason?: string };

/** No money came and none can come any more: Stripe has closed the PaymentIntent, or never had one. */
export function closed(state: BookingState, closing: Closing): Decision {
  if (state.status !== 'PENDING_PAYMENT') return NOTHING;
  const causationId = outcomeCause(state);
  switch (closing.how) {
    case 'expired':
      return ending(
        state,
        transition(
          'payment.expired',
          { attempts: state.payment.attempts },
          { payment: 'expired', causationId },
        ),
        (cause) => transition('booking.expired', {}, { booking: 'EXPIRED', causationId: cause }),
        'expired',
      );
    case 'failed': {
      const { failure, attempts = state.payment.attempts, lastDecline } = closing;
      const decision = cancelling(
        state,
        transition('payment.failed', { attempts, ...failure }, { payment: 'failed', causationId }),
        'payment_failed',
      );
      return {
        ...decision,
        payment: {
          ...decision.payment,
          attempts,
          ...(lastDecline !== undefined && { lastDecline }),
        },
      };
    }
    case 'cancelled':
      return cancelling(
        state,
        transition(
          'payment.cancelled',
          {
            cancelledBy: closing.cancelledBy,
            ...(closing.reason !== undefined && { reason: closing.reason }),
          },
          { payment: 'cancelled', causationId },
        ),
        closing.cancelledBy === 'owner' ? closing.reason : closing.cancelledBy,
      );
  }
}

function cancelling(state: BookingState, payment: Transition, reason: CancelReason): Decision {
  return ending(
    state,
    payment,
    (cause) =>
      transition('booking.cancelled', { reason }, { booking: 'CANCELLED', causationId: cause }),
    reason,
  );
}

function ending(
  state: BookingState,
  payment: Transition,
  booking: (causationId: string) => Transition,
  reason: string,
): Decision {
  const cause = eventIdOf(state.bookingId, payment.type satisfies EventType);
  // Without a PaymentIntent there is nothing at Stripe to be cancelled.
  const stripe = state.payment.stripePaymentIntentId && { payment: { stripeStatus: 'canceled' } };
  return { transitions: [payment, booking(cause)], reason, ...stripe };
}
