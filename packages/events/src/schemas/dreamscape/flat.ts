import { z } from 'zod';
import {
  bookingId,
  bookingReference,
  currencyUpper,
  instantSeconds,
  major,
  named,
  userId,
} from '../fields';

/** 004_6c3a97b613b41daf.txt's bodies: no envelope; identity and order are in the headers. */
const common = {
  paymentId: named("Stripe's PaymentIntent; ours where there is none"),
  bookingId,
  bookingReference: bookingReference.meta({ description: 'Else the bookingId' }),
  userId,
  amount: major('The price'),
  currency: currencyUpper,
};

export const flatCompleted = z.strictObject({
  ...common,
  paymentMethod: named("Stripe's word; else card"),
  completedAt: instantSeconds('When'),
});

export const flatFailed = z.strictObject({
  ...common,
  reason: named('The failure in words'),
  failedAt: instantSeconds('When'),
});

export type FlatPaymentCompleted = z.output<typeof flatCompleted>;
export type FlatPaymentFailed = z.output<typeof flatFailed>;
