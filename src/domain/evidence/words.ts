import type { EventType } from '../events';

/** Our events as somebody at a bank would tell them. */
const WORDS: Record<EventType, string> = {
  'booking.pending_payment': 'The customer ordered; the places were held.',
  'payment.initiated': 'The payment was opened.',
  'payment.processing':
    'The customer was asked to authenticate, or the bank worked on the payment.',
  'payment.attempt_failed': 'An attempt to pay was declined.',
  'payment.authorized': 'The payment was authorised.',
  'payment.completed': 'The payment was made.',
  'payment.failed': 'The payment failed for good.',
  'payment.cancelled': 'The payment was cancelled before money moved.',
  'payment.expired': 'The time to pay ended without a payment.',
  'payment.unapplied': 'Money came in that could not be applied to the booking.',
  'payment.refund_initiated': 'A refund was asked for.',
  'payment.refunded': 'A refund was made.',
  'payment.refund_failed': 'A refund failed.',
  'payment.disputed': 'The payment was disputed.',
  'payment.dispute_closed': 'A dispute ended.',
  'booking.confirmed': 'The booking was confirmed.',
  'booking.cancelled': 'The booking was cancelled.',
  'booking.deadline_extended': 'The customer was given more time to pay.',
  'booking.expired': 'The booking expired.',
  'booking.refund_pending': 'The booking could not be confirmed; the money was to go back.',
  'booking.partially_refunded': 'The booking was partly refunded.',
  'booking.refunded': 'The booking was refunded.',
  'booking.refund_failed': 'The money could not be given back.',
};

export function inPlainWords(eventType: string): string {
  return Object.hasOwn(WORDS, eventType) ? WORDS[eventType as EventType] : eventType;
}
