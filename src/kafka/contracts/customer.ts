import type { BookingRequest } from '../../domain/booking';
import type { CanonicalEvent } from '../../domain/events';
import { wasTaken } from '../../domain/payment';
import type { BookingFacts, Draft, Family } from './family';
import { failureOf } from './failures';

/**
 * The topics of 001_eb58bbdef733c9ec.txt between customer-, payment- and admin-service. Bookings
 * tell their status and its analytics here; answers to requests are in `customer-results.ts`.
 */
export function customer(): Family {
  return { name: 'customer', render, refusal };
}

function refusal({ customerId }: BookingRequest): string | undefined {
  if (customerId !== undefined) return undefined;
  return 'The binding "customer" needs a customerId. Give one, or leave the binding out.';
}

function render(event: CanonicalEvent, booking: BookingFacts): Draft[] {
  const { eventType, payload } = event;
  if (!eventType.startsWith('payment.')) return [];
  const key = payload.paymentId;
  const analysed = { topic: 'payment.analytics', key, body: analytics(event, booking) };
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

function analytics(event: CanonicalEvent, { subscriptionPlanId }: BookingFacts): object {
  const { payload, eventType } = event;
  return {
    eventType,
    customerId: payload.customerId,
    paymentId: payload.paymentId,
    paymentIntentId: payload.stripePaymentIntentId ?? '',
    paymentMethod: payload.paymentMethod,
    subscriptionPlanId,
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
