import type { BookingStatus } from '../../domain/booking';
import type { CanonicalEvent } from '../../domain/events';
import { majorOf } from './amounts';
import type { BookingFacts, Draft } from './family';
import { localTime } from './orders-payment';

type OrderStatus =
  'PAYMENT_PENDING' | 'PENDING' | 'PAYMENT_FAILED' | 'CANCELLED' | 'CANCELLING' | 'REFUNDED';

interface Told {
  eventType: string;
  status: OrderStatus;
  topic?: 'order-created' | 'order-cancelled';
}

/** Every booking event that changes the order's life, told as 003's order service tells it. */
export function lifecycle(event: CanonicalEvent, booking: BookingFacts): Draft[] {
  const told = tellingOf(event);
  if (!told) return [];
  const body = orderEvent(event, told, booking);
  const topics = told.topic ? ['order-events', told.topic] : ['order-events'];
  return topics.map((topic) => ({ topic, key: event.payload.bookingId, body }));
}

function tellingOf(event: CanonicalEvent): Told | undefined {
  const created = { eventType: 'ORDER_CREATED', topic: 'order-created' } as const;
  const cancelled = { eventType: 'ORDER_CANCELLED', topic: 'order-cancelled' } as const;
  switch (event.eventType) {
    case 'booking.pending_payment':
      return { eventType: 'ORDER_PAYMENT_PENDING', status: 'PAYMENT_PENDING' };
    case 'booking.confirmed':
      return { ...created, status: 'PENDING' };
    case 'booking.cancelled': {
      const failed = event.payload.reason === 'payment_failed';
      return { ...cancelled, status: failed ? 'PAYMENT_FAILED' : 'CANCELLED' };
    }
    case 'booking.expired':
      return { ...cancelled, status: 'CANCELLED' };
    case 'booking.refund_pending':
      return { eventType: 'ORDER_CANCELLING', status: 'CANCELLING' };
    case 'booking.refund_failed':
      return { eventType: 'ORDER_REFUND_FAILED', status: 'CANCELLING' };
    case 'booking.partially_refunded':
      return { eventType: 'ORDER_PARTIALLY_REFUNDED', status: 'PENDING' };
    case 'booking.refunded':
      return { ...cancelled, status: 'REFUNDED' };
    default: // more time changes nothing of the order
      return undefined;
  }
}

function orderEvent(
  { eventId, timestamp, source, payload }: CanonicalEvent,
  { eventType, status }: Told,
  { previous }: BookingFacts,
): object {
  const before = previous && PREVIOUS[previous.booking];
  return {
    eventId,
    eventType,
    timestamp: localTime(timestamp),
    source,
    orderId: Number(payload.bookingId),
    userId: Number(payload.userId),
    paymentId: payload.paymentNumber,
    status,
    previousStatus: before === status ? undefined : before,
    amount: majorOf(payload),
    currency: payload.currency,
  };
}

/** Nothing follows a cancelled or an expired booking. */
const PREVIOUS: Readonly<Record<BookingStatus, OrderStatus | undefined>> = {
  PENDING_PAYMENT: 'PAYMENT_PENDING',
  CONFIRMED: 'PENDING',
  PARTIALLY_REFUNDED: 'PENDING',
  REFUND_PENDING: 'CANCELLING',
  REFUND_FAILED: 'CANCELLING',
  CANCELLED: undefined,
  EXPIRED: undefined,
  REFUNDED: 'REFUNDED',
};
