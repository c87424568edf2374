import { z } from 'zod';

/** What our own records are made of. The descriptions are read by people, in the published document. */
const described = <S extends z.ZodType>(schema: S, description: string): S =>
  schema.meta({ description });

const matching = (pattern: RegExp, description: string) =>
  described(z.string().regex(pattern), description);

export const word = (description: string) => described(z.string(), description);
export const named = (description: string) => described(z.string().min(1), description);
export const flag = (description: string) => described(z.boolean(), description);
export const oneOf = <const T extends readonly [string, ...string[]]>(
  words: T,
  description: string,
) => described(z.enum(words), description);

export const minor = (description: string) =>
  described(z.int().min(0), `${description}, in minor units (cents)`);
export const major = (description: string) =>
  described(z.number().min(0), `${description}, in major units`);
export const counted = (description: string) => described(z.int().min(0), description);
export const numbered = (description: string) => described(z.int().min(1), description);

export const eventId = matching(
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'The same in every copy of this event: drop an id that you know',
);
export const instant = (description: string) =>
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, `${description}; UTC, milliseconds`);
export const instantSeconds = (description: string) =>
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, `${description}; UTC, whole seconds`);
export const localInstant = (description: string) =>
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/, `${description}; UTC, written without zone`);

/** A reader of 1.0 reads every 1.x: they only add. */
export const version1 = matching(
  /^1\.\d+$/,
  'Version of this body; within 1 fields are only added',
);
export const source = described(z.literal('payment-service'), 'Who says it');

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
export const bookingId = matching(ID, "The booking, by its caller's id");
export const userId = matching(ID, 'The user who booked');
export const customerId = named('The customer, by the id of the request');
export const bookingReference = named('What people call the booking');
export const paymentId = matching(/^pay_[0-9a-f]{24}$/, 'Our id of the payment; one per booking');
export const paymentNumber = numbered('Our number of the payment');
export const stripePaymentIntentId = named("Stripe's PaymentIntent, pi_…");
export const refundId = matching(/^rfd_[0-9a-f]{24}$/, 'Our id of the refund');

export const currency = matching(/^[a-z]{3}$/, 'ISO 4217, lower case');
export const currencyUpper = matching(/^[A-Z]{3}$/, 'ISO 4217, upper case');
export const errorCode = word("Stripe's code of the failure, or ours");
export const errorMessage = word('The failure in words, fit to be shown');
