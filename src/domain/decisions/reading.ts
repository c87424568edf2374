import type { Closing } from './closing';

/** Stripe's statuses of a PaymentIntent; a word that we do not know is treated as open. */
export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'canceled'
  | 'succeeded';

/** What a reading of Stripe asks for, while the booking waits for its money. */
export type NextStep =
  /** The money is in: write it down. */
  | { step: 'receive' }
  /** The sum is authorised: write it down; the owner is asked, then it is captured. */
  | { step: 'authorize' }
  /** Stripe has closed it: write the ending down. */
  | { step: 'close'; closing: Closing }
  /** It has to be closed at Stripe first; what Stripe says then is read again. */
  | { step: 'cancel'; closing: Closing }
  /** Stripe works on it, or the customer authenticates. */
  | { step: 'tell-processing' }
  | { step: 'wait' };

/**
 * Stripe decides, not the clock and not the caller (saga.md rules 4, 11 and 12). `closing` is how
 * the payment should end if no money has come: the deadline, a cancel, a last refused attempt.
 */
export function nextStep(status: IntentStatus | (string & {}), closing?: Closing): NextStep {
  switch (status) {
    case 'succeeded':
      return { step: 'receive' };
    case 'canceled':
      return { step: 'close', closing: closing ?? { how: 'cancelled', cancelledBy: 'provider' } };
    case 'processing': // cannot be cancelled
      return { step: 'tell-processing' };
    case 'requires_capture': // in time: only somebody's wish gives the authorisation up
      return closing?.how === 'cancelled' ? { step: 'cancel', closing } : { step: 'authorize' };
    default:
      if (closing) return { step: 'cancel', closing };
      return status === 'requires_action' ? { step: 'tell-processing' } : { step: 'wait' };
  }
}
