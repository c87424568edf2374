import { instant, minor, oneOf, word } from '../fields';
import { canonicalEventOf } from './envelope';

const expiresAt = instant('When the window to pay ends');
const total = { refundedTotalMinor: minor('Given back so far, all refunds together') };

export const BOOKING_EVENTS = [
  canonicalEventOf('booking.pending_payment', { expiresAt }),
  canonicalEventOf('booking.confirmed', {}),
  canonicalEventOf('booking.cancelled', {
    reason: oneOf(
      ['payment_failed', 'customer', 'operator', 'provider', 'unavailable', 'price_changed'],
      'Why',
    ),
  }),
  canonicalEventOf('booking.deadline_extended', { expiresAt, reason: word('Why, in words') }),
  canonicalEventOf('booking.expired', {}),
  canonicalEventOf('booking.refund_pending', {
    reason: oneOf(
      ['unavailable', 'confirm_timeout', 'amount_mismatch'],
      'Why a paid booking cannot be confirmed',
    ),
  }),
  canonicalEventOf('booking.partially_refunded', total),
  canonicalEventOf('booking.refunded', total),
  canonicalEventOf('booking.refund_failed', {}),
] as const;
