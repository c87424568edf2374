import { z } from 'zod';
import { about, given, givenText, id, version } from '../incoming';

export const CUSTOMER_COMMANDS = [
  'stripe.payment.request',
  'stripe.subscription.setup',
  'stripe.webhook.received',
] as const;
export type CustomerCommandType = (typeof CUSTOMER_COMMANDS)[number];

/** Echoed in results; of its fields we read these. */
const metadata = z.looseObject({
  requestId: about(givenText(200), 'Identity of the request: a repeat has the same'),
  idempotencyKey: about(givenText(200), 'The same, where there is no requestId'),
  bookingId: about(
    given(id()),
    'Of a payment: the booking that is paid. Without it its id is made of the requestId',
  ),
  bookingReference: about(givenText(100), 'Of a payment: what people call the booking'),
});

/**
 * What a command must have before it can be answered at all (contracts.md 2.2, *Validation*):
 * without it the record is a dead letter, with it every further fault is told by a result.
 */
export function customerCommandHead<T extends CustomerCommandType>(eventType: T) {
  return z.looseObject({
    eventType: about(
      z.literal(eventType, `Send "${eventType}": the type is the topic's name`),
      "The topic's name",
    ),
    customerId: z
      .string('Missing or not a text: send the customer the command is for')
      .min(1, 'Send the customer the command is for')
      .max(255, 'Send at most 255 characters'),
  });
}

/** 001_eb58bbdef733c9ec.txt's `StripePaymentKafkaEvent`: what all three commands share. */
export const commonFields = {
  customerId: about(id(), 'Whom it is for. Of a payment also the userId of its booking'),
  customerInfo: about(
    given(
      z.looseObject({
        stripeCustomerId: about(
          given(z.string().regex(/^cus_\w{1,250}$/, 'Send a Stripe customer id, cus_…')),
          "Stripe's customer, cus_…; made where it is absent",
        ),
        email: about(givenText(320), 'For Stripe only'),
        name: about(givenText(200), 'For Stripe only'),
      }),
    ),
    'Goes to Stripe and nowhere else',
  ),
  metadata: about(given(metadata), 'Echoed in the answer; anything more may be in it'),
  version: about(version, 'Of this body: 1.0, also when absent'),
  /** When the sender made it; the record's own time counts. */
  timestamp: about(z.unknown().optional(), 'When you made it; the time of the record counts'),
};

export const paymentMethodId = z
  .string()
  .regex(/^(pm|card|src)_\w{1,250}$/, 'Send a Stripe payment method id, pm_…');
