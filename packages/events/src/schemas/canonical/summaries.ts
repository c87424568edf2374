import type { CanonicalEventType } from './event';

/** When each is told (contracts.md section 1). */
export const CANONICAL_SUMMARIES: Readonly<Record<CanonicalEventType, string>> = {
  'booking.pending_payment': 'A booking was accepted and waits to be paid.',
  'booking.confirmed': 'Its owner confirmed the paid booking.',
  'booking.cancelled': 'The booking ended without being paid; its places are free.',
  'booking.deadline_extended': 'An operator gave more time to pay.',
  'booking.expired': 'The window to pay is over; the places are free.',
  'booking.refund_pending': 'Paid, but it cannot be confirmed: the money goes back.',
  'booking.partially_refunded': 'A part of the price went back; the booking stands.',
  'booking.refunded': 'All of the price went back.',
  'booking.refund_failed': 'Money that must go back could not; a person looks at it.',
  'payment.initiated': 'Stripe expects the money: the customer can pay.',
  'payment.processing': "The customer's bank is at work, or asks for 3-D Secure.",
  'payment.attempt_failed': 'One attempt was declined; the customer may try again.',
  'payment.authorized': 'The sum is held, not taken yet.',
  'payment.completed': 'The money is here, in time and in the right amount.',
  'payment.failed': 'Final: no further attempt will be made.',
  'payment.cancelled': 'Ended before any money moved.',
  'payment.expired': 'The window to pay ended without money.',
  'payment.unapplied': 'Money came that cannot pay this booking; it goes back.',
  'payment.refund_initiated': 'A refund was accepted and is on its way.',
  'payment.refunded': 'One refund is done.',
  'payment.refund_failed': 'One refund was refused, or came back.',
  'payment.disputed': 'The customer disputes the charge at the bank.',
  'payment.dispute_closed': 'The dispute ended.',
};
