import type { RefundRefusal } from '../../src/domain/refund';
import type { StripeFault } from '../../src/stripe/errors';

/** What calls outside come to when they do not succeed, sorted as the product sorts them. */

export class StripeError extends Error {
  constructor(readonly fault: StripeFault) {
    super(fault.kind === 'refused' ? `Stripe refused: ${fault.code}` : `Stripe: ${fault.kind}`);
  }
}

export function refused(code: string, message = code): StripeError {
  return new StripeError({ kind: 'refused', code, message });
}

export function faultOf(error: unknown): StripeFault | undefined {
  return error instanceof StripeError ? error.fault : undefined;
}

export function isRefused(error: unknown): boolean {
  return faultOf(error)?.kind === 'refused';
}

/** The PaymentIntent has moved on since it was read. */
export function isUnexpectedState(error: unknown): boolean {
  const fault = faultOf(error);
  return fault?.kind === 'refused' && fault.code === 'payment_intent_unexpected_state';
}

export class OwnerSilent extends Error {}

/** An activity that is tried again later: what it waits for is not there yet. */
export class NotYet extends Error {}

export class RefundRefused extends Error {
  constructor(readonly code: RefundRefusal) {
    super(code);
  }
}

/** A person's order that cannot be carried out; told to the person, not tried again. */
export class ActRefused extends Error {}
