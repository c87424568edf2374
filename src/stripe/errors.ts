import Stripe from 'stripe';

/** What an error of Stripe's means for the one who asked. */
export type StripeFault =
  /** Stripe will not do it, whoever asks again. */
  | { kind: 'refused'; code: string; message: string; declineCode?: string }
  /** Stripe failed half-way and saved that answer under the key: look before asking again. */
  | { kind: 'saved' }
  /** Nothing was done; ask again later with the same key. */
  | { kind: 'busy'; retryAfterMs?: number }
  /** No answer: it may have happened. Ask again with the same key. */
  | { kind: 'unanswered' };

/** Stripe classifies by HTTP status (reference/stripe.md section 2); texts change, codes do not. */
export function stripeFault(error: unknown): StripeFault | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  if (error instanceof Stripe.errors.StripeConnectionError) return { kind: 'unanswered' };
  // Other parameters under a known key: a new release asks differently. Never charge blindly.
  if (error instanceof Stripe.errors.StripeIdempotencyError) return { kind: 'saved' };
  switch (error.statusCode) {
    case 400:
    case 402:
    case 404:
      return refused(error);
    case 401:
    case 403:
    case 409:
      return { kind: 'busy' };
    case 429:
      return { kind: 'busy', retryAfterMs: 2_000 };
    default:
      // A 500 is Stripe's own word and kept; a gateway's 502–504 may come while Stripe still works.
      return { kind: error.statusCode === 500 || isReplay(error) ? 'saved' : 'unanswered' };
  }
}

function isReplay({ headers }: Stripe.errors.StripeError): boolean {
  return headers?.['idempotent-replayed'] === 'true';
}

/** True when the same key would only replay this error (500s included). */
export function isSavedUnderKey(fault: StripeFault | undefined): boolean {
  return fault?.kind === 'refused' || fault?.kind === 'saved';
}

/** A bank's reason is fit to be told; other texts of Stripe's quote what was sent. */
export function tellable(
  { code, message, declineCode }: { code: string; message: string; declineCode?: string },
  what: string,
): string {
  return declineCode === undefined ? `${what} (${code})` : message;
}

/** The PaymentIntent has moved on since we read it: read it again. */
export function isUnexpectedState(error: unknown): boolean {
  const fault = stripeFault(error);
  return fault?.kind === 'refused' && fault.code === 'payment_intent_unexpected_state';
}

function refused(error: Stripe.errors.StripeError): StripeFault {
  return {
    kind: 'refused',
    code: error.code ?? error.type,
    message: error.message,
    ...(error.decline_code !== undefined && { declineCode: error.decline_code }),
  };
}
