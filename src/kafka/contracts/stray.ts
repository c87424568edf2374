import type { CanonicalEvent } from '../../domain/events';
import type { BookingFacts } from './family';

/**
 * A refund of money that never paid the booking. Consumers that cancel or refund an order when they
 * hear of one must not hear of this.
 */
export function isStrayRefund(event: CanonicalEvent, booking: BookingFacts): boolean {
  switch (event.eventType) {
    case 'payment.refund_initiated':
      return booking.stray === true;
    case 'payment.refunded': {
      const moved = ['partially_refunded', 'refunded'].includes(event.payload.paymentStatus);
      return booking.stray === true || !moved;
    }
    default:
      return false;
  }
}
