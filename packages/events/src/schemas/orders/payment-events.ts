import { z } from 'zod';
import {
  currency,
  errorCode,
  errorMessage,
  major,
  named,
  oneOf,
  stripePaymentIntentId,
  word,
} from '../fields';
import { about, typed } from './base-body';

const STATUSES = ['PENDING', 'COMPLETED', 'FAILED', 'REFUNDED'] as const;
const status = oneOf(
  STATUSES,
  'COMPLETED while any money is kept; absent of cancelled and unapplied payments',
);

/** 003_ca788c9e7cbcbe8d.txt's PaymentEvent: what it always has, and everything it may have. */
const payment = {
  ...about,
  stripePaymentIntentId: stripePaymentIntentId.exactOptional(),
  stripeChargeId: named("Stripe's charge, ch_…").exactOptional(),
  status: status.exactOptional(),
  previousStatus: status.meta({ description: 'Before, where it changed' }).exactOptional(),
  paymentMethod: named('CARD, …').exactOptional(),
  paymentMethodId: named(
    "Never sent: no event of ours knows it. Here for 003's class alone",
  ).exactOptional(),
  receiptUrl: word("Stripe's receipt").exactOptional(),
  transactionId: named("Stripe's charge, else its PaymentIntent").exactOptional(),
  failureReason: errorMessage.exactOptional(),
  errorCode: errorCode.exactOptional(),
  cancelReason: word('Why it was cancelled; expired: the window was over').exactOptional(),
  reason: word('Why money is to go back').exactOptional(),
  refundReason: word('Why money is to go back').exactOptional(),
  refundAmount: major('This refund').exactOptional(),
  refundCurrency: currency
    .meta({ description: "Only where the charge was taken in another currency than the order's" })
    .exactOptional(),
  refundId: named("Stripe's refund, re_…; ours, rfd_…, where it was paid by hand").exactOptional(),
};

/** The catch-all's body; in the topics of their own less may be absent. */
export const ordersPaymentEvent = z.strictObject({
  ...payment,
  eventType: oneOf(
    [
      'PAYMENT_INITIATED',
      'PAYMENT_PROCESSING',
      'PAYMENT_ATTEMPT_FAILED',
      'PAYMENT_COMPLETED',
      'PAYMENT_FAILED',
      'PAYMENT_CANCELLED',
      'PAYMENT_UNAPPLIED',
      'PAYMENT_REFUND_INITIATED',
      'PAYMENT_REFUNDED',
      'PAYMENT_REFUND_FAILED',
      'PAYMENT_DISPUTED',
      'PAYMENT_DISPUTE_CLOSED',
    ],
    'What happened',
  ),
});

const only = <const T extends string>(eventType: T) =>
  z.strictObject({ ...payment, ...typed(eventType) });

export const ordersInitiated = only('PAYMENT_INITIATED');
export const ordersProcessing = only('PAYMENT_PROCESSING');
export const ordersCompleted = only('PAYMENT_COMPLETED').extend({
  transactionId: payment.transactionId.unwrap(),
});
export const ordersFailed = only('PAYMENT_FAILED').extend({
  failureReason: errorMessage,
  errorCode,
});
export const ordersCancelled = only('PAYMENT_CANCELLED').extend({
  cancelReason: payment.cancelReason.unwrap(),
});
export const ordersRefundInitiated = only('PAYMENT_REFUND_INITIATED').extend({
  refundAmount: payment.refundAmount.unwrap(),
});
export const ordersRefunded = only('PAYMENT_REFUNDED').extend({
  refundAmount: payment.refundAmount.unwrap(),
});

export const ordersWebhookReceived = z.strictObject({
  ...about,
  ...typed('PAYMENT_WEBHOOK_RECEIVED'),
  stripePaymentIntentId: stripePaymentIntentId.exactOptional(),
  status: status.exactOptional(),
  webhookId: named('Our id of the webhook'),
  stripeEventId: named("Stripe's event, evt_…"),
  stripeEventType: named("Stripe's type"),
});

export type OrdersPaymentEvent = z.output<typeof ordersPaymentEvent>;
export type OrdersWebhookReceivedEvent = z.output<typeof ordersWebhookReceived>;
