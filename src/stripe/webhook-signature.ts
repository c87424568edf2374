import Stripe from 'stripe';

/** Stripe's own default, and here in both directions: its library accepts times to come. */
const TOLERANCE_SECONDS = 300;

/** The request is not from Stripe, or not as Stripe sent it; the message says what to look at. */
export class UnverifiedWebhook extends Error {}

/**
 * Throws `UnverifiedWebhook` unless one of the secrets signed exactly these bytes, now. `headers`
 * are all `Stripe-Signature` headers of the request: Stripe sends one.
 */
export function verifySignature(
  body: unknown,
  headers: readonly string[],
  secrets: readonly string[],
  now: Date,
): asserts body is Uint8Array {
  const header = onlyHeader(headers);
  if (!(body instanceof Uint8Array))
    throw new UnverifiedWebhook(
      'The body was parsed before its signature was checked. The webhook needs the raw bytes: ' +
        'no JSON parser may stand in front of it.',
    );
  if (!secrets.some((secret) => signs(body, header, secret)))
    throw new UnverifiedWebhook(
      'No signing secret of this endpoint fits. Either STRIPE_WEBHOOK_SECRET is another ' +
        "endpoint's (the Stripe CLI, test mode and live mode each have their own), or something " +
        'between Stripe and this service has changed the body.',
    );
  checkAge(timestampOf(header), now);
}

function onlyHeader(headers: readonly string[]): string {
  const [header, ...others] = headers;
  if (header === undefined || header === '')
    throw new UnverifiedWebhook(
      'The header Stripe-Signature is missing. Requests that do not come from Stripe cannot be ' +
        'accepted here; a proxy in between must pass the header on.',
    );
  if (others.length > 0 || [...header.matchAll(/(?:^|,)\s*t=/g)].length !== 1)
    throw new UnverifiedWebhook('The header Stripe-Signature must be there once, with one time.');
  return header;
}

function signs(body: Uint8Array, header: string, secret: string): boolean {
  try {
    // Tolerance 0: the age is judged afterwards, in both directions and with its own message.
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, 0) === true;
  } catch {
    return false; // its own error for a wrong signature, but others for an odd header
  }
}

function timestampOf(header: string): number {
  return Number(/(?:^|,)t=(\d{1,12})(?=,|$)/.exec(header)?.[1]);
}

function checkAge(signedAt: number, now: Date): void {
  const age = Math.floor(now.getTime() / 1_000) - signedAt;
  if (Math.abs(age) <= TOLERANCE_SECONDS) return;
  const far = Number.isNaN(age)
    ? 'without a readable time'
    : `${Math.abs(age)} seconds ${age > 0 ? 'ago' : 'in the future'}`;
  throw new UnverifiedWebhook(
    `The request was signed ${far}; at most ${TOLERANCE_SECONDS} seconds are accepted. It is a ` +
      "replay, it waited in a queue, or this machine's clock is wrong: check its time service.",
  );
}
