import type { CanonicalEvent, Failure } from '../../domain/events';
import { majorOf, messageOf } from './amounts';
import type { Draft } from './family';

/** The flat topics of 004_6c3a97b613b41daf.txt: no envelope, Stripe's id as paymentId. */
type FlatTopic = 'payment.completed' | 'payment.failed';

export function flat(event: CanonicalEvent): Draft[] {
  switch (event.eventType) {
    case 'payment.completed': {
      // Stripe's word, as 004 has it; its consumers know `card`, which is also our default method.
      const paymentMethod = event.payload.paymentMethod ?? 'card';
      return [draft('payment.completed', event, { paymentMethod, completedAt: seconds(event) })];
    }
    case 'payment.failed':
    case 'payment.cancelled':
    case 'payment.expired': {
      const failure: Failure = event.eventType === 'payment.failed' ? event.payload : {};
      const reason = messageOf(failure);
      return [draft('payment.failed', event, { reason, failedAt: seconds(event) })];
    }
    default:
      return [];
  }
}

function draft(topic: FlatTopic, event: CanonicalEvent, body: object): Draft {
  const { payload } = event;
  return {
    topic,
    key: payload.bookingId,
    body: {
      paymentId: payload.stripePaymentIntentId ?? payload.paymentId,
      bookingId: payload.bookingId,
      bookingReference: payload.bookingReference ?? payload.bookingId,
      userId: payload.userId,
      amount: majorOf(payload),
      currency: payload.currency.toUpperCase(),
      ...body,
    },
  };
}

function seconds(event: CanonicalEvent): string {
  return event.timestamp.replace(/\.\d+Z$/, 'Z');
}
