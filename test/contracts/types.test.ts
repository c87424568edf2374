import type * as Wire from '@booking-payment/events/schemas';
import type * as Domain from '../../src/domain/events';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Payload<T extends Domain.EventType> = Same<
  Domain.EventEnvelope<T>['payload'],
  Wire.CanonicalEventOf<T>['payload']
>;

/** Compiled, not run: a difference is a type error here. */
export const sameTypes: Same<Domain.EventType, Wire.CanonicalEventType> = true;
export const samePayloads: { [T in Domain.EventType]: Payload<T> } = {
  'booking.pending_payment': true,
  'booking.confirmed': true,
  'booking.cancelled': true,
  'booking.deadline_extended': true,
  'booking.expired': true,
  'booking.refund_pending': true,
  'booking.partially_refunded': true,
  'booking.refunded': true,
  'booking.refund_failed': true,
  'payment.initiated': true,
  'payment.processing': true,
  'payment.attempt_failed': true,
  'payment.authorized': true,
  'payment.completed': true,
  'payment.failed': true,
  'payment.cancelled': true,
  'payment.expired': true,
  'payment.unapplied': true,
  'payment.refund_initiated': true,
  'payment.refunded': true,
  'payment.refund_failed': true,
  'payment.disputed': true,
  'payment.dispute_closed': true,
};

/** The events of 002_5ff0327524e14c4a.txt, as its samples declare them. */
interface BaseEventOf002<T> {
  eventId: string;
  eventType: string;
  timestamp: string;
  version: string;
  source: string;
  correlationId?: string;
  causationId?: string;
  metadata?: Record<string, unknown>;
  payload: T;
}
interface CompletedOf002 {
  paymentId: string;
  bookingId: string;
  userId: string;
  amount: number;
  currency: string;
  transactionId: string;
  completedAt: string;
}

it('what we send of 002 can be given to its consumers, and what they write is of our types', () => {
  const consumer = (event: BaseEventOf002<CompletedOf002>) => event.payload.transactionId;
  const ours = { payload: { transactionId: 'ch_1' } } as Wire.PaymentCompletedEvent;
  const base: Wire.BaseEvent<Wire.PaymentCompletedPayload> = ours;
  expect([consumer(ours), consumer(base)]).toEqual(['ch_1', 'ch_1']);

  const sample: Wire.PaymentCompletedPayload = {
    paymentId: 'pay_abc123xyz',
    bookingId: 'booking_456def',
    userId: 'usr_123456789',
    amount: 1250.0,
    currency: 'EUR',
    transactionId: 'stripe_ch_3NqY7L2eZvKYlo2C0XYZ1234',
    completedAt: '2025-12-18T10:32:15.000Z',
  };
  expect(sample.transactionId).toMatch(/^stripe_ch/);
});
