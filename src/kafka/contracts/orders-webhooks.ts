import type { PaymentStatus } from '../../domain/payment';
import { majorOf } from './amounts';
import type { FamilyOptions, OutRecord } from './family';
import { looseRecord } from './loose-records';
import { WEBHOOK_TOPIC, typeHeader } from './orders';
import { localTime, statusWord } from './orders-payment';

/** A verified Stripe event about a payment whose booking has the family `orders`. */
export interface WebhookReceived {
  stripeEventId: string;
  stripeEventType: string;
  /** When it was received. */
  at: Date;
  /** The payment as it stood then. */
  payment: {
    bookingId: string;
    userId: string;
    paymentNumber: number;
    stripePaymentIntentId?: string | undefined;
    amountMinor: number;
    currency: string;
    status: PaymentStatus;
  };
}

/**
 * 003's `payment-webhook-received`, without the raw payload: that may hold personal data. We never
 * consume it, for Stripe's word reaches us without Kafka.
 */
export function createOrdersWebhooks(wire: (name: string) => string, options: FamilyOptions) {
  return {
    received(news: WebhookReceived): OutRecord {
      const { stripeEventId, stripeEventType, payment, at } = news;

      return looseRecord('orders', wire, {
        topic: WEBHOOK_TOPIC,
        key: payment.bookingId,
        identity: `webhook|${stripeEventId}`,
        at,
        correlationId: stripeEventId,
        headers: typeHeader(options),
        body: ({ eventId, timestamp, source }) => ({
          eventId,
          eventType: 'PAYMENT_WEBHOOK_RECEIVED',
          timestamp: localTime(timestamp),
          source,
          paymentId: payment.paymentNumber,
          orderId: Number(payment.bookingId),
          userId: Number(payment.userId),
          stripePaymentIntentId: payment.stripePaymentIntentId,
          amount: majorOf(payment),
          currency: payment.currency,
          status: statusWord(payment.status),
          // Our own id of the webhook: Stripe's endpoint (we_…) is in no event.
          webhookId: eventId,
          stripeEventId,
          stripeEventType,
        }),
      });
    },
  };
}
