import { z } from 'zod';
import { about } from '../incoming';
import { commonFields, customerCommandHead } from './command';

/**
 * `stripe.webhook.received`: a webhook that another service took. Only `rawPayload` under its
 * `signature` is believed; `webhookEvent` is not even read.
 */
export const webhookReceived = customerCommandHead('stripe.webhook.received').extend({
  ...commonFields,
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
