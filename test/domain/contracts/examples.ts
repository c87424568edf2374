import type {
  CanonicalEvent,
  EventExtras,
  EventPayload,
  EventType,
} from '../../../src/domain/events';
import type { Statuses } from '../../../src/domain/evolve';
import { eventIdOf, paymentIdOf } from '../../../src/domain/ids';
import type { BookingStatus } from '../../../src/domain/booking';
import type { PaymentStatus } from '../../../src/domain/payment';
import type { BookingFacts } from '../../../src/kafka/contracts';
import { EUR_129_90, eventOf } from './booking-2041';

/** An event of a booking as it happens, and where it comes from. */
export interface Example {
  name: string;
  event: CanonicalEvent;
  facts: Pick<BookingFacts, 'stray' | 'previous' | 'subscriptionPlanId'>;
}

/** The booking of 001's customer, with the ids of contracts.md's example. */
export const CUSTOMER: EventPayload = { ...EUR_129_90, customerId: 'cus-41' };

/** The order of contracts.md's example of 003. */
export const ORDER: EventPayload = {
  bookingId: '88231',
  userId: '5127',
  paymentId: paymentIdOf('88231'),
  paymentNumber: 1042,
  stripePaymentIntentId: 'pi_3Qc',
  amountMinor: 4250,
  currency: 'usd',
  paymentMethod: 'card',
  bookingStatus: 'PENDING_PAYMENT',
  paymentStatus: 'completed',
};

type Path = readonly [BookingStatus, PaymentStatus];

/** Every event that a booking can have, and those variants that some family tells otherwise. */
export function examplesOf(base: EventPayload): Example[] {
  const { bookingId, amountMinor } = base;
  const chargeId = (base.stripePaymentIntentId ?? '').replace('pi_', 'ch_');
  const half = 500;
  const initiated = eventIdOf(bookingId, 'payment.initiated');
  const pending = eventIdOf(bookingId, 'booking.pending_payment');
  const expiresAt = '2026-03-04T09:30:00.000Z';
  const failure = { errorCode: 'card_declined', errorMessage: 'Your card was declined.' };
  const refundId = 'rfd_a485f48ab9d6ef5a8420a404';
  const refund = { refundId, refundAmountMinor: amountMinor, reason: 'seat changed' };
  const back = { ...refund, stripeRefundId: 're_3Qa', refundedTotalMinor: amountMinor };
  const part = { refundAmountMinor: half, refundedTotalMinor: half };
  const settled = { discriminator: `${refundId}:1` };
  const dispute = { disputeId: 'dp_3Qa' };

  function example<T extends EventType>(
    [type, variant]: readonly [T, string?],
    from: Path,
    to: Path,
    extras: EventExtras[T],
    more: Parameters<typeof eventOf>[2] & { stray?: boolean } = {},
  ): Example {
    const { stray = false, payload, ...rest } = more;
    const statuses = { bookingStatus: to[0], paymentStatus: to[1] };
    const previous: Statuses = { booking: from[0], payment: from[1] };
    return {
      name: variant ? `${type}~${variant}` : type,
      event: eventOf(type, extras, { ...rest, payload: { ...base, ...payload, ...statuses } }),
      facts: { stray, previous },
    };
  }

  const waiting: Path = ['PENDING_PAYMENT', 'awaiting_payment'];
  const paid: Path = ['PENDING_PAYMENT', 'completed'];
  const confirmed: Path = ['CONFIRMED', 'completed'];
  const givingBack: Path = ['REFUND_PENDING', 'completed'];
  const without = ['paymentMethod'] as const;
  const own = { causationId: initiated };

  return [
    example(
      ['booking.pending_payment'],
      ['PENDING_PAYMENT', 'initiating'],
      ['PENDING_PAYMENT', 'initiating'],
      { expiresAt },
      { sequence: 1, without: ['paymentMethod', 'stripePaymentIntentId'] },
    ),
    example(
      ['payment.initiated'],
      ['PENDING_PAYMENT', 'initiating'],
      waiting,
      { expiresAt },
      { sequence: 2, without, causationId: pending },
    ),
    example(
      ['payment.processing'],
      waiting,
      ['PENDING_PAYMENT', 'processing'],
      { stripeStatus: 'processing' },
      { ...own, without },
    ),
    example(
      ['payment.processing', '3-d-secure'],
      waiting,
      ['PENDING_PAYMENT', 'processing'],
      { stripeStatus: 'requires_action' },
      { ...own, without },
    ),
    example(
      ['payment.attempt_failed'],
      waiting,
      waiting,
      {
        attempt: 1,
        ...failure,
        declineCode: 'insufficient_funds',
        stripeChargeId: 'ch_declined',
      },
      { ...own, discriminator: 'ch_declined' },
    ),
    example(
      ['payment.authorized'],
      waiting,
      ['PENDING_PAYMENT', 'authorized'],
      { stripeChargeId: chargeId },
      own,
    ),
    example(['payment.completed'], waiting, paid, { stripeChargeId: chargeId }, own),
    example(
      ['payment.completed', 'receipt'],
      waiting,
      paid,
      { stripeChargeId: chargeId, receiptUrl: 'https://pay.example/r/1' },
      own,
    ),
    example(
      ['payment.failed'],
      waiting,
      ['PENDING_PAYMENT', 'failed'],
      { attempts: 10, ...failure },
      own,
    ),
    example(
      ['payment.failed', 'no-words'],
      ['PENDING_PAYMENT', 'initiating'],
      ['PENDING_PAYMENT', 'failed'],
      { attempts: 0 },
      { causationId: pending, without: ['paymentMethod', 'stripePaymentIntentId'] },
    ),
    example(
      ['payment.cancelled'],
      waiting,
      ['PENDING_PAYMENT', 'cancelled'],
      { cancelledBy: 'customer', reason: 'too dear' },
      own,
    ),
    example(
      ['payment.cancelled', 'provider'],
      waiting,
      ['PENDING_PAYMENT', 'cancelled'],
      { cancelledBy: 'provider' },
      own,
    ),
    example(
      ['payment.expired'],
      waiting,
      ['PENDING_PAYMENT', 'expired'],
      { attempts: 2 },
      { ...own, without },
    ),
    example(
      ['payment.unapplied'],
      waiting,
      ['PENDING_PAYMENT', 'unapplied'],
      {
        stripeChargeId: chargeId,
        reason: 'amount_mismatch',
        receivedMinor: half,
        receivedCurrency: base.currency,
      },
      { ...own, discriminator: chargeId },
    ),
    example(
      ['payment.unapplied', 'stray'],
      confirmed,
      confirmed,
      {
        stripeChargeId: 'ch_other',
        reason: 'duplicate',
        receivedMinor: amountMinor,
        receivedCurrency: base.currency,
      },
      { ...own, discriminator: 'ch_other', stray: true },
    ),
    example(
      ['payment.refund_initiated'],
      confirmed,
      confirmed,
      { ...refund, requestedBy: 'api' },
      { discriminator: refundId },
    ),
    example(
      ['payment.refund_initiated', 'command'],
      confirmed,
      confirmed,
      { ...refund, refundId: 'rfd_command', requestedBy: 'command' },
      { discriminator: 'rfd_command' },
    ),
    example(
      ['payment.refund_initiated', 'stray'],
      confirmed,
      confirmed,
      { ...refund, refundId: 'rfd_stray', requestedBy: 'saga' },
      { discriminator: 'rfd_stray', stray: true },
    ),
    example(
      ['payment.refunded'],
      confirmed,
      ['CONFIRMED', 'refunded'],
      { ...back, fullyRefunded: true },
      settled,
    ),
    example(
      ['payment.refunded', 'part'],
      confirmed,
      ['CONFIRMED', 'partially_refunded'],
      { ...back, ...part, fullyRefunded: false },
      settled,
    ),
    example(
      ['payment.refunded', 'by-hand-in-yen'],
      ['REFUND_FAILED', 'unapplied'],
      ['REFUND_FAILED', 'refunded'],
      {
        ...{ ...refund, refundedTotalMinor: amountMinor, fullyRefunded: true },
        ...{ manual: true, refundCurrency: 'jpy' },
      },
      { discriminator: `${refundId}:2` },
    ),
    example(
      ['payment.refunded', 'stray'],
      confirmed,
      confirmed,
      { ...back, refundId: 'rfd_stray', fullyRefunded: true },
      { discriminator: 'rfd_stray:1', stray: true },
    ),
    example(
      ['payment.refund_failed'],
      ['CONFIRMED', 'refunded'],
      confirmed,
      {
        ...{ refundId, refundAmountMinor: amountMinor, refundedTotalMinor: 0 },
        ...{ errorCode: 'expired_or_canceled_card', errorMessage: 'The card is closed.' },
      },
      settled,
    ),
    example(
      ['payment.disputed'],
      confirmed,
      confirmed,
      {
        ...dispute,
        disputedAmountMinor: amountMinor,
        reason: 'fraudulent',
        evidenceDueBy: '2026-03-18T23:59:59.000Z',
      },
      { discriminator: 'dp_3Qa' },
    ),
    example(
      ['payment.dispute_closed'],
      confirmed,
      confirmed,
      { ...dispute, outcome: 'lost' },
      { discriminator: 'dp_3Qa:lost' },
    ),
    example(['booking.confirmed'], paid, confirmed, {}),
    example(['booking.cancelled'], ['PENDING_PAYMENT', 'cancelled'], ['CANCELLED', 'cancelled'], {
      reason: 'customer',
    }),
    example(
      ['booking.cancelled', 'payment-failed'],
      ['PENDING_PAYMENT', 'failed'],
      ['CANCELLED', 'failed'],
      { reason: 'payment_failed' },
    ),
    example(
      ['booking.deadline_extended'],
      waiting,
      waiting,
      { expiresAt: '2026-03-04T10:30:00.000Z', reason: 'the bank is slow' },
      { discriminator: '2026-03-04T10:30:00.000Z' },
    ),
    example(['booking.expired'], ['PENDING_PAYMENT', 'expired'], ['EXPIRED', 'expired'], {}),
    example(['booking.refund_pending'], paid, givingBack, { reason: 'unavailable' }),
    example(
      ['booking.partially_refunded'],
      ['CONFIRMED', 'partially_refunded'],
      ['PARTIALLY_REFUNDED', 'partially_refunded'],
      { refundedTotalMinor: half },
      settled,
    ),
    example(
      ['booking.refunded'],
      ['CONFIRMED', 'refunded'],
      ['REFUNDED', 'refunded'],
      { refundedTotalMinor: amountMinor },
      settled,
    ),
    example(['booking.refund_failed'], givingBack, ['REFUND_FAILED', 'completed'], {}, settled),
  ];
}
