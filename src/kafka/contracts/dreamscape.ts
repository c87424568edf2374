import { PAYMENT_METHODS } from '../../domain/booking';
import type { CanonicalEvent, EventEnvelope, Failure } from '../../domain/events';
import { eventIdOf } from '../../domain/ids';
import { majorOf, messageOf } from './amounts';
import { flat } from './dreamscape-flat';
import type { BookingFacts, Draft, Family, FamilyOptions } from './family';
import { isStrayRefund } from './stray';

type Name =
  | 'initiated'
  | 'completed'
  | 'failed'
  | 'refunded'
  // Ours, so that no consumer of 002 takes a decline or a partial refund for the end.
  | 'attempt_failed'
  | 'partially_refunded';

/** The travel services' topics: 002's envelope and bodies, and 004's flat ones beside them. */
export function dreamscape(options: FamilyOptions): Family {
  return {
    name: 'dreamscape',
    render: (event, booking) => [
      ...enveloped(event, booking, options),
      ...(options.dreamscapeFlatTopics ? flat(event) : []),
    ],
  };
}

function topicOf(name: Name): string {
  return `dreamscape.payment.${name}`;
}

function enveloped(event: CanonicalEvent, booking: BookingFacts, options: FamilyOptions): Draft[] {
  switch (event.eventType) {
    case 'payment.initiated':
      return [draft(event, 'initiated', initiated(event, booking))];
    case 'payment.completed':
      return [draft(event, 'completed', completed(event))];
    case 'payment.attempt_failed':
      return [draft(event, 'attempt_failed', failed(event, event.payload))];
    case 'payment.failed':
      return [draft(event, 'failed', failed(event, event.payload))];
    case 'payment.cancelled':
      return [draft(event, 'failed', failed(event, { errorCode: 'payment_cancelled' }))];
    case 'payment.expired':
      return [draft(event, 'failed', failed(event, { errorCode: 'payment_expired' }))];
    case 'payment.refunded': {
      if (isStrayRefund(event, booking)) return [];
      const apart = !event.payload.fullyRefunded && options.dreamscapePartialRefunds !== 'merge';
      return [draft(event, apart ? 'partially_refunded' : 'refunded', refunded(event))];
    }
    default:
      return [];
  }
}

/** Fields that are absent fall out when the body is written. */
function draft(event: CanonicalEvent, name: Name, body: object): Draft {
  const { payload } = event;
  // Of all causes, this family publishes only payment.initiated.
  const cause = eventIdOf(payload.bookingId, 'payment.initiated');
  return {
    topic: topicOf(name),
    key: payload.paymentId,
    body: {
      eventId: event.eventId,
      eventType: `payment.${name}`,
      timestamp: event.timestamp,
      version: event.version,
      source: event.source,
      correlationId: event.correlationId,
      causationId: event.causationId === cause ? cause : undefined,
      metadata: { sequence: event.sequence },
      payload: {
        paymentId: payload.paymentId,
        bookingId: payload.bookingId,
        userId: payload.userId,
        ...body,
        bookingReference: payload.bookingReference,
      },
    },
  };
}

function initiated(event: EventEnvelope<'payment.initiated'>, booking: BookingFacts): object {
  const { payload, timestamp } = event;
  const known = PAYMENT_METHODS.some((method) => method === booking.paymentMethod);
  return {
    ...price(event),
    paymentMethod: known ? booking.paymentMethod : 'credit_card',
    initiatedAt: timestamp,
    amountMinor: payload.amountMinor,
    stripePaymentIntentId: payload.stripePaymentIntentId,
  };
}

function completed(event: EventEnvelope<'payment.completed'>): object {
  const { payload, timestamp } = event;
  return {
    ...price(event),
    transactionId: payload.stripeChargeId || payload.stripePaymentIntentId,
    completedAt: timestamp,
    amountMinor: payload.amountMinor,
    stripePaymentIntentId: payload.stripePaymentIntentId,
    stripeChargeId: payload.stripeChargeId || undefined,
  };
}

function failed(event: CanonicalEvent, failure: Failure): object {
  return {
    ...price(event),
    errorCode: failure.errorCode || 'unknown',
    errorMessage: messageOf(failure),
    failedAt: event.timestamp,
    amountMinor: event.payload.amountMinor,
    stripePaymentIntentId: event.payload.stripePaymentIntentId,
  };
}

function refunded({ payload, timestamp }: EventEnvelope<'payment.refunded'>): object {
  const { refundCurrency: currency = payload.currency } = payload;
  return {
    refundAmount: majorOf({ amountMinor: payload.refundAmountMinor, currency }),
    currency: currency.toUpperCase(),
    // A refund that an operator paid back by hand has no id at Stripe.
    refundId: payload.stripeRefundId ?? payload.refundId,
    reason: payload.reason || 'requested_by_customer',
    refundedAt: timestamp,
    amount: majorOf(payload),
    refundAmountMinor: payload.refundAmountMinor,
    refundedTotal: majorOf({ amountMinor: payload.refundedTotalMinor, currency }),
    fullyRefunded: payload.fullyRefunded,
    stripePaymentIntentId: payload.stripePaymentIntentId,
  };
}

function price({ payload }: CanonicalEvent): object {
  return { amount: majorOf(payload), currency: payload.currency.toUpperCase() };
}
