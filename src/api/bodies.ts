import { z } from 'zod';
import { bookingRequest } from '../schemas/booking-request';

/** Canonical bodies are strict; aliases ignore what they do not know (contracts.md section 3). */
export const createBody = bookingRequest;
export const aliasCreateBody = z.object(bookingRequest.shape);

/** 003_ca788c9e7cbcbe8d.txt has `Long`s for ids; as texts they keep what JSON numbers may lose. */
const decimalId = z.union(
  [z.int().positive(), z.string().regex(/^[1-9]\d{0,15}$/)],
  'An id is a positive whole number, such as 88231.',
);
export const orderAliasBody = z.object({
  orderId: decimalId,
  userId: decimalId,
  amount: z.number('An amount is a number in major units, such as 42.5.').positive(),
  currency: z.string().regex(/^[A-Za-z]{3}$/, 'A currency is three letters, such as usd.'),
});

const reason = z
  .string()
  .trim()
  .min(1, 'Leave the reason out, or give one.')
  .max(500, 'A reason has 500 characters at most.');

const refundFields = {
  amount: z
    .int('An amount is a whole number of minor units (cents), such as 5000.')
    .min(1, 'An amount is at least 1 minor unit; leave it out to refund all that is left.')
    .optional(),
  reason: reason.optional(),
};

export const refundBody = z.strictObject(refundFields);
export const paymentRefundAliasBody = z.object(refundFields);
export const refundAliasBody = z.object({
  ...refundFields,
  paymentIntentId: z.string().min(1, 'Give the id of the PaymentIntent, such as pi_3Qa.').max(255),
  bookingId: z.string().max(255).optional(),
  userId: z.string().max(255).optional(),
});

export const cancelBody = z.strictObject({ reason: reason.optional() });

export const confirmBody = z.strictObject({
  paymentMethodId: z
    .string()
    .regex(/^pm_\w{1,250}$/, 'Give the id of a payment method at Stripe, such as pm_1Qa.')
    .optional(),
  returnUrl: z.string().max(2_000, 'An address has 2000 characters at most.').optional(),
});

/** Every act of an operator needs a reason. */
const actReason = z
  .string()
  .trim()
  .min(1, 'Give a reason: it is kept with the act.')
  .max(500, 'A reason has 500 characters at most.');

export const actBody = z.strictObject({ reason: actReason });

export const extendBody = z.strictObject({
  reason: actReason,
  expiresAt: z.iso.datetime({
    offset: true,
    error: 'Give a time with its zone, such as 2026-03-04T09:45:00Z.',
  }),
});

export const evidenceBody = z.strictObject({
  reason: actReason,
  /** Sent to the bank exactly as given. */
  text: z
    .string()
    .min(1, 'Leave the text out, or write something.')
    .max(20_000, 'Stripe takes 20000 characters at most.')
    .optional(),
});
