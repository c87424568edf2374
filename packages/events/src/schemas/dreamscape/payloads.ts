import { z } from 'zod';
import {
  bookingId,
  bookingReference,
  currencyUpper,
  flag,
  instant,
  major,
  minor,
  named,
  oneOf,
  paymentId,
  stripePaymentIntentId,
  userId,
  word,
} from '../fields';

/** 002's payloads: what it requires, and what we add (optional in the types, always sent where known). */
const whose = { paymentId, bookingId, userId };
const more = {
  stripePaymentIntentId: stripePaymentIntentId.exactOptional(),
  bookingReference: bookingReference.exactOptional(),
};
const amountMinor = minor('The price').exactOptional();
const price = { amount: major('The price'), currency: currencyUpper };

export const paymentInitiatedPayload = z.strictObject({
  ...whose,
  ...price,
  paymentMethod: oneOf(
    ['credit_card', 'debit_card', 'paypal', 'bank_transfer', 'crypto'],
    "The request's word; else credit_card",
  ),
  initiatedAt: instant('When'),
  amountMinor,
  ...more,
});

export const paymentCompletedPayload = z.strictObject({
  ...whose,
  ...price,
  transactionId: named("Stripe's charge, else its PaymentIntent"),
  completedAt: instant('When'),
  amountMinor,
  stripeChargeId: named("Stripe's charge, ch_…").exactOptional(),
  ...more,
});

export const paymentFailedPayload = z.strictObject({
  ...whose,
  ...price,
  errorCode: named('payment_cancelled, payment_expired, unknown, or a code of Stripe'),
  errorMessage: named('The failure in words'),
  failedAt: instant('When'),
  amountMinor,
  ...more,
});

export const paymentRefundedPayload = z.strictObject({
  ...whose,
  refundAmount: major('This refund'),
  currency: currencyUpper,
  refundId: named("Stripe's refund, re_…; ours where it was paid by hand"),
  reason: word('Why, in words'),
  refundedAt: instant('When'),
  amount: major('The price').exactOptional(),
  refundAmountMinor: minor('This refund').exactOptional(),
  refundedTotal: major('Given back so far, all refunds together').exactOptional(),
  fullyRefunded: flag('Nothing is left to give back').exactOptional(),
  ...more,
});

export type PaymentInitiatedPayload = z.output<typeof paymentInitiatedPayload>;
export type PaymentCompletedPayload = z.output<typeof paymentCompletedPayload>;
export type PaymentFailedPayload = z.output<typeof paymentFailedPayload>;
export type PaymentRefundedPayload = z.output<typeof paymentRefundedPayload>;
