import { z } from 'zod';
import { about } from '../incoming';
import { commonFields, customerCommandHead } from './command';

/** Not looked at: how these are written must not keep an event of Stripe's out. */
const anything = z.unknown().optional();
const loosely = (...names: string[]) =>
  z
    .union([z.looseObject(Object.fromEntries(names.map((name) => [name, anything]))), z.unknown()])
    .optional();

/** Without it the record is a dead letter; every further fault is told by a result. */
export const webhookHead = customerCommandHead('stripe.webhook.received').extend({
  customerId: about(
    z
      .string('Missing or not a text: send the customer the command is for')
      .refine((text) => text !== '', 'Send the customer the command is for'),
    'Needed, but nothing is done with it',
  ),
});

/**
 * `stripe.webhook.received`: a webhook that another service took. Only `rawPayload` under its
 * `signature` is believed; `webhookEvent` is not even read.
 */
export const webhookReceived = webhookHead.extend({
  customerInfo: about(loosely('stripeCustomerId', 'email', 'name'), 'Not read'),
  metadata: about(
    loosely('requestId', 'idempotencyKey', 'bookingId', 'bookingReference'),
    'Only requestId and idempotencyKey are read, where they are texts',
  ),
  timestamp: commonFields.timestamp,
  signature: about(
    z
      .string('Missing or not a text: send the header Stripe-Signature as it came')
      .min(1, 'Send the header Stripe-Signature as it came')
      .max(4096, 'Send at most 4096 characters'),
    'The header Stripe-Signature, as it came',
  ),
  rawPayload: about(
    z
      .string("Missing or not a text: send the webhook's body as it came, as one text")
      .min(1, "Send the webhook's body as it came")
      .max(262_144, 'Send at most 262144 characters'),
    "The webhook's body as one text, to the byte",
  ),
});

export type WebhookReceived = z.output<typeof webhookReceived>;
