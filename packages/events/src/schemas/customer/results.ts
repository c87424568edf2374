import { z } from 'zod';
import {
  counted,
  currency,
  customerId,
  errorCode,
  errorMessage,
  eventId,
  flag,
  instant,
  minor,
  named,
  oneOf,
  paymentId,
  refundId,
  source,
  version1,
  word,
} from '../fields';
import { paymentStatus } from '../canonical/statuses';

export const outEnvelope = {
  timestamp: instant('When it was made'),
  eventId,
  source,
  version: version1,
};

/** Empty where a request was rejected: 001_eb58bbdef733c9ec.txt requires the field. */
const orEmpty = (description: string) => word(`${description}; empty where there is none`);

const answer = {
  success: flag('The money was taken, or the subscription is as asked'),
  paymentIntentId: orEmpty(
    "Stripe's PaymentIntent (of a setup: the first invoice's, or the SetupIntent)",
  ),
  paymentId: orEmpty('Our id of the payment'),
  status: named("Stripe's word, or rejected"),
  clientSecret: named('For the browser, to finish 3-D Secure; never in a log').exactOptional(),
  requiresAction: z.literal(true).meta({ description: 'The customer must act' }).exactOptional(),
  nextAction: z.looseObject({}).meta({ description: "Stripe's next_action" }).exactOptional(),
  customerId,
  amount: minor('The sum; 0 where there is none'),
  currency: z
    .string()
    .regex(/^([a-z]{3})?$/)
    .meta({ description: 'ISO 4217, lower case; empty where a request was rejected' }),
  errorCode: errorCode.exactOptional(),
  error: errorMessage
    .meta({ description: 'Final: without it, a result that is no success may still become one' })
    .exactOptional(),
  ...outEnvelope,
  requestId: named('Of the request that this answers'),
  metadata: z.looseObject({}).meta({ description: "The request's, echoed" }),
};

export const cardResult = z.strictObject(answer);
export const setupResult = z.strictObject({
  ...answer,
  subscriptionId: named("Stripe's subscription, sub_…").exactOptional(),
});

export const statusUpdated = z.strictObject({
  success: flag('The money is here, or was and went back'),
  paymentIntentId: orEmpty("Stripe's PaymentIntent"),
  paymentId,
  status: paymentStatus,
  requiresAction: answer.requiresAction,
  customerId,
  amount: minor('The price'),
  currency,
  error: errorMessage.exactOptional(),
  ...outEnvelope,
  eventType: named('The canonical event, such as payment.completed'),
  previousStatus: paymentStatus
    .meta({ description: 'Of the payment, before the event' })
    .exactOptional(),
  errorCode: errorCode.exactOptional(),
  refundId: refundId.exactOptional(),
  refundAmount: minor('This refund').exactOptional(),
  refundedTotal: counted('Given back so far, in minor units (cents)').exactOptional(),
  refundCurrency: currency
    .meta({ description: "Only where the charge was taken in another currency than the booking's" })
    .exactOptional(),
});

export const analytics = z.strictObject({
  eventType: named('The canonical event, or subscription.payment.updated'),
  customerId,
  paymentId: paymentId.exactOptional(),
  paymentIntentId: orEmpty("Stripe's PaymentIntent"),
  paymentMethod: named("Stripe's word for the method, once known").exactOptional(),
  subscriptionPlanId: named('The plan, by the id of the request').exactOptional(),
  amount: minor('The sum'),
  currency,
  status: named('Of the payment, or of the invoice'),
  success: flag('The money is here, or was and went back'),
  errorCode: errorCode.exactOptional(),
  ...outEnvelope,
});

export const webhookProcessed = z.strictObject({
  stripeEventId: orEmpty("Stripe's event, evt_…"),
  stripeEventType: orEmpty("Stripe's type"),
  outcome: oneOf(['applied', 'duplicate', 'ignored', 'rejected'], 'What became of it'),
  paymentId: paymentId.exactOptional(),
  error: errorMessage.exactOptional(),
  ...outEnvelope,
});

/** 001's own name of the answer; a setup's has a subscription too. */
export type PaymentResultEvent = z.output<typeof cardResult>;
export type SetupResultEvent = z.output<typeof setupResult>;
export type PaymentStatusUpdatedEvent = z.output<typeof statusUpdated>;
export type PaymentAnalyticsEvent = z.output<typeof analytics>;
export type WebhookProcessedEvent = z.output<typeof webhookProcessed>;
