import type { CanonicalEvent } from '../../domain/events';
import type { PaymentStatus } from '../../domain/payment';
import { majorOf } from './amounts';
import type { BookingFacts } from './family';
import { failureOf } from './failures';

/** 003's PaymentStatus; it has no word for what was cancelled. */
export type OrdersStatus = 'PENDING' | 'COMPLETED' | 'FAILED' | 'REFUNDED';

const STATUS: Readonly<Record<PaymentStatus, OrdersStatus | undefined>> = {
  initiating: 'PENDING',
  awaiting_payment: 'PENDING',
  processing: 'PENDING',
  authorized: 'PENDING',
  completed: 'COMPLETED',
  failed: 'FAILED',
  cancelled: undefined,
  expired: undefined,
  // Money that we hold until it has gone back.
  unapplied: 'COMPLETED',
  partially_refunded: 'COMPLETED',
  refunded: 'REFUNDED',
};

export function statusWord(status: PaymentStatus): OrdersStatus | undefined {
  return STATUS[status];
}

/** 003's PaymentEvent. Fields that are absent fall out when the body is written. */
export function paymentEvent(event: CanonicalEvent, booking: BookingFacts): object {
  const { payload } = event;
  return {
    eventId: event.eventId,
    eventType: typeOf(event),
    timestamp: localTime(event.timestamp),
    source: event.source,
    paymentId: payload.paymentNumber,
    orderId: Number(payload.bookingId),
    userId: Number(payload.userId),
    stripePaymentIntentId: payload.stripePaymentIntentId,
    stripeChargeId: chargeOf(event),
    amount: majorOf(payload),
    currency: payload.currency,
    ...statuses(event, booking),
    paymentMethod: methodOf(payload.paymentMethod ?? booking.paymentMethod),
    ...details(event),
  };
}

/** Java's `LocalDateTime` takes no zone; ours is UTC. */
export function localTime(timestamp: string): string {
  return timestamp.replace(/Z$/, '');
}

function typeOf({ eventType }: CanonicalEvent): string {
  switch (eventType) {
    case 'payment.authorized':
      return 'PAYMENT_PROCESSING';
    case 'payment.expired':
      return 'PAYMENT_CANCELLED';
    default:
      return eventType.replace('.', '_').toUpperCase();
  }
}

/** The status before is told of a change only. */
function statuses(event: CanonicalEvent, { previous }: BookingFacts): object {
  const { paymentStatus } = event.payload;
  const status = event.eventType === 'payment.unapplied' ? undefined : STATUS[paymentStatus];
  const changed = previous !== undefined && previous.payment !== paymentStatus;
  const before = changed ? STATUS[previous.payment] : undefined;
  return { status, previousStatus: before === status ? undefined : before };
}

/** CARD, as 003 has it: Stripe's word, and before it is known the request's. */
function methodOf(word: string): string {
  return (word.endsWith('_card') ? 'card' : word).toUpperCase();
}

function chargeOf({ payload }: CanonicalEvent): string | undefined {
  return ('stripeChargeId' in payload && payload.stripeChargeId) || undefined;
}

function details(event: CanonicalEvent): object {
  switch (event.eventType) {
    case 'payment.completed': {
      const { receiptUrl, stripeChargeId, stripePaymentIntentId } = event.payload;
      return { receiptUrl, transactionId: stripeChargeId || stripePaymentIntentId };
    }
    case 'payment.cancelled':
      return { cancelReason: event.payload.reason ?? event.payload.cancelledBy };
    case 'payment.expired':
      return { cancelReason: 'expired' };
    case 'payment.refund_initiated':
      return { ...refundOf(event.payload), reason: event.payload.reason };
    case 'payment.refunded': {
      // A refund that an operator paid back by hand has no id at Stripe.
      const { refundId, stripeRefundId = refundId } = event.payload;
      return { ...refundOf(event.payload), refundId: stripeRefundId };
    }
    case 'payment.refund_failed':
      return { ...failed(event), ...refundOf(event.payload) };
    default:
      return failed(event);
  }
}

function failed(event: CanonicalEvent): object {
  const failure = failureOf(event);
  return { failureReason: failure?.errorMessage, errorCode: failure?.errorCode };
}

interface RefundPart {
  refundAmountMinor: number;
  refundCurrency?: string;
  currency: string;
  reason?: string;
}

/** `refundCurrency` only where the charge was taken in another one than the booking's. */
function refundOf({ refundAmountMinor, refundCurrency, currency, reason }: RefundPart): object {
  return {
    refundReason: reason,
    refundAmount: majorOf({ amountMinor: refundAmountMinor, currency: refundCurrency ?? currency }),
    refundCurrency,
  };
}
