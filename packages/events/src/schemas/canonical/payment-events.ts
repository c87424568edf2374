import {
  counted,
  currency,
  errorCode,
  errorMessage,
  instant,
  minor,
  named,
  numbered,
  oneOf,
  word,
} from '../fields';
import { canonicalEventOf } from './envelope';

const failure = {
  errorCode: errorCode.exactOptional(),
  errorMessage: errorMessage.exactOptional(),
};
const charge = word("Stripe's charge, ch_…");
const attempts = counted('Declined attempts');

/** Of the payment, from its beginning to its end; refunds and disputes are in `money-back.ts`. */
export const PAYMENT_EVENTS = [
  canonicalEventOf('payment.initiated', { expiresAt: instant('When the window to pay ends') }),
  canonicalEventOf('payment.processing', {
    stripeStatus: named("Stripe's status: processing or requires_action"),
  }),
  canonicalEventOf('payment.attempt_failed', {
    attempt: numbered('From 1'),
    ...failure,
    declineCode: word("The bank's code").exactOptional(),
    stripeChargeId: charge.exactOptional(),
  }),
  canonicalEventOf('payment.authorized', { stripeChargeId: charge.exactOptional() }),
  canonicalEventOf('payment.completed', {
    stripeChargeId: charge,
    receiptUrl: word("Stripe's receipt").exactOptional(),
  }),
  canonicalEventOf('payment.failed', { attempts, ...failure }),
  canonicalEventOf('payment.cancelled', {
    cancelledBy: oneOf(['customer', 'operator', 'owner', 'provider'], 'Who ended it'),
    reason: word('Why, in words').exactOptional(),
  }),
  canonicalEventOf('payment.expired', { attempts }),
  canonicalEventOf('payment.unapplied', {
    stripeChargeId: charge,
    reason: oneOf(
      ['late', 'duplicate', 'amount_mismatch'],
      'Why this money cannot pay the booking; it goes back',
    ),
    receivedMinor: minor('What came'),
    receivedCurrency: currency,
  }),
] as const;
