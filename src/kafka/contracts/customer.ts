import type { BookingRequest } from '../../domain/booking';
import type { CanonicalEvent } from '../../domain/events';
import { wasTaken } from '../../domain/payment';
import { DAY_MS, type BookingFacts, type Draft, type Family, type Topic } from './family';
import { failureOf } from './failures';

/**
 * The topics of 001_eb58bbdef733c9ec.txt between customer-, payment- and admin-service. Bookings
 * tell their status and its analytics here; answers to requests are in `customer-results.ts`.
 */
export function customer(): Family {
  return { name: 'customer', topics: TOPICS, render, refusal };
}

const WEEK = 7;
const TOPICS: readonly Topic[] = [
  topic('stripe.payment.request', 'any', 'in', WEEK),
  topic('stripe.subscription.setup', 'any', 'in', WEEK),
  topic('stripe.webhook.received', 'any', 'in', 3),
  // One day only: they may hold a clientSecret.
  topic('payment.card.result', 'paymentId', 'out', 1),
  topic('payment.setup.result', 'paymentId', 'out', 1),
  topic('payment.status.updated', 'paymentId', 'out', WEEK),
  topic('payment.analytics', 'paymentId', 'out', WEEK),
  topic('subscription.payment.updated', 'customerId', 'out', WEEK),
  topic('subscription.status.updated', 'customerId', 'out', WEEK),
  topic('webhook.processed', 'stripeEventId', 'out', WEEK),
];

function topic(name: string, key: Topic['key'], direction: 'in' | 'out', days: number): Topic {
  return { name, key, direction, partitions: 6, retentionMs: days * DAY_MS };
}

function refusal({ customerId }: BookingRequest): string | undefined {
  if (customerId !== undefined) return undefined;
  return 'The binding "customer" needs a customerId. Give one, or leave the binding out.';
}

function render(event: CanonicalEvent, booking: BookingFacts): Draft[] {
  const { eventType, payload } = event;
  if (!eventType.startsWith('payment.')) return [];
  const key = payload.paymentId;
  const analysed = { topic: 'payment.analytics', key, body: analytics(event) };
  // Whoever asked for the payment hears of its beginning by payment.card.result.
  if (eventType === 'payment.initiated') return [analysed];
  return [{ topic: 'payment.status.updated', key, body: update(event, booking) }, analysed];
}

function update(event: CanonicalEvent, { previous }: BookingFacts): object {
  const { payload, eventType } = event;
  const failure = failureOf(event);
  return {
    success: wasTaken(payload.paymentStatus),
    paymentIntentId: payload.stripePaymentIntentId ?? '',
    paymentId: payload.paymentId,
    status: payload.paymentStatus,
    ...(waitsForCustomer(event) && { requiresAction: true }),
    customerId: payload.customerId,
    amount: payload.amountMinor,
    currency: payload.currency,
    error: failure?.errorMessage,
    ...envelope(event),
    eventType,
    previousStatus: previous?.payment,
    errorCode: failure?.errorCode,
    ...refund(event),
  };
}

function analytics(event: CanonicalEvent): object {
  const { payload, eventType } = event;
  return {
    eventType,
    customerId: payload.customerId,
    paymentId: payload.paymentId,
    paymentIntentId: payload.stripePaymentIntentId ?? '',
    paymentMethod: payload.paymentMethod,
    amount: payload.amountMinor,
    currency: payload.currency,
    status: payload.paymentStatus,
    success: wasTaken(payload.paymentStatus),
    errorCode: failureOf(event)?.errorCode,
    ...envelope(event),
  };
}

function envelope({ timestamp, eventId, source, version }: CanonicalEvent): object {
  return { timestamp, eventId, source, version };
}

function waitsForCustomer(event: CanonicalEvent): boolean {
  return (
    event.eventType === 'payment.processing' && event.payload.stripeStatus === 'requires_action'
  );
}

/** Our refundId, as everywhere in this family; sums in minor units. */
function refund(event: CanonicalEvent): object {
  switch (event.eventType) {
    case 'payment.refund_initiated':
    case 'payment.refunded':
    case 'payment.refund_failed': {
      const { refundId, refundAmountMinor: refundAmount, refundCurrency } = event.payload;
      const refundedTotal =
        'refundedTotalMinor' in event.payload ? event.payload.refundedTotalMinor : undefined;
      return { refundId, refundAmount, refundedTotal, refundCurrency };
    }
    default:
      return {};
  }
}
