import { faultsIn, faultsInWords, webhookReceived } from '@booking-payment/events';
import { parseEvent, type StripeSnapshot } from '../stripe/webhook-events';
import { verifySignature } from '../stripe/webhook-signature';
import { reject } from './rejection';

/**
 * The event that Stripe has signed. Throws `Rejected` where there is none to be found, and
 * `UnverifiedWebhook` where what is found is not Stripe's. Of all else in the body nothing counts.
 */
export function signedEvent(
  body: Record<string, unknown>,
  secrets: readonly string[],
  at: Date,
): StripeSnapshot {
  const schema = webhookReceived.pick({ signature: true, rawPayload: true });
  const faults = faultsIn(schema, body);
  if (faults.length > 0) reject('validation_failed', faultsInWords(faults));
  const { signature, rawPayload } = schema.parse(body);
  const bytes = Buffer.from(rawPayload);
  verifySignature(bytes, [signature], secrets, at);
  const event = parseEvent(bytes);
  return (
    event ?? reject('validation_failed', "rawPayload: The signed text is no event of Stripe's")
  );
}
