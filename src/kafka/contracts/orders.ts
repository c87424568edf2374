import type { CanonicalEvent } from '../../domain/events';
import type { BookingRequest } from '../../domain/booking';
import type { BookingFacts, Draft, Family, FamilyOptions } from './family';
import { lifecycle } from './orders-lifecycle';
import { paymentEvent } from './orders-payment';
import { isStrayRefund } from './stray';

const CATCH_ALL = 'payment-events';
export const WEBHOOK_TOPIC = 'payment-webhook-received';

/** The topics of 003_ca788c9e7cbcbe8d.txt: one for everything, and one for each kind of event. */
export function orders(options: FamilyOptions): Family {
  const headers = typeHeader(options);
  return {
    name: 'orders',
    render(event, booking) {
      if (!event.eventType.startsWith('payment.'))
        return options.ordersLifecycle ? lifecycle(event, booking) : [];
      const body = paymentEvent(event, booking);
      const own = topicOf(event, booking);
      const topics = own === undefined ? [CATCH_ALL] : [CATCH_ALL, own];
      return topics.map((name): Draft => {
        return { topic: name, key: event.payload.bookingId, body, headers };
      });
    },
    refusal,
  };
}

/** Spring's consumers of 003's PaymentEvent find its class by this header. */
export function typeHeader({ ordersTypeId }: FamilyOptions): Record<string, string> {
  return ordersTypeId ? { __TypeId__: ordersTypeId } : {};
}

/** The event's own topic; undefined for what only the catch-all hears. */
function topicOf(event: CanonicalEvent, booking: BookingFacts): string | undefined {
  if (isStrayRefund(event, booking)) return undefined;
  switch (event.eventType) {
    case 'payment.initiated':
      return 'payment-initiated';
    case 'payment.processing':
    case 'payment.authorized':
      return 'payment-processing';
    case 'payment.completed':
      return 'payment-completed';
    case 'payment.failed':
      return 'payment-failed';
    case 'payment.cancelled':
    case 'payment.expired':
      return 'payment-cancelled';
    case 'payment.refund_initiated':
      // Where a command asked for it, it stands on that topic already.
      return event.payload.requestedBy === 'command' ? undefined : 'payment-refund-initiated';
    case 'payment.refunded':
      // Consumers of 003 take any refund there for the whole.
      return event.payload.fullyRefunded ? 'payment-refunded' : undefined;
    default:
      return undefined;
  }
}

/** 003's ids are Java's `Long`, which JSON carries exactly up to here. */
function refusal({ bookingId, userId }: BookingRequest): string | undefined {
  const wrong = isNumber(bookingId) ? !isNumber(userId) && 'userId' : 'bookingId';
  if (!wrong) return undefined;
  return (
    `The binding "orders" needs a ${wrong} that is a whole number from 1 to ` +
    `${Number.MAX_SAFE_INTEGER} in decimal digits, without leading zero. ` +
    'Change it, or leave the binding out.'
  );
}

function isNumber(id: string): boolean {
  return /^[1-9]\d*$/.test(id) && Number.isSafeInteger(Number(id));
}
