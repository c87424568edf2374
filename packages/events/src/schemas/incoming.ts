import { z } from 'zod';

/** What others send: read with patience (`null` is absent, more fields are welcome), refused in words. */

/** Serialisers of other languages write what is absent as `null`. */
export function given<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** For the published document. */
export const about = <S extends z.ZodType>(schema: S, description: string): S =>
  schema.meta({ description });

/** PostgreSQL keeps neither NUL nor unpaired surrogates; a row that cannot be written helps nobody. */
const text = (max: number) =>
  z
    .string()
    .max(max, `Send at most ${max} characters`)
    .refine((value) => !/\0|\p{Surrogate}/u.test(value), 'Remove NUL and unpaired surrogates');

/** An empty text says nothing: it is absent too. */
export function givenText(max: number) {
  return text(max)
    .nullish()
    .transform((value) => value || undefined);
}

/** contracts.md section 0: what may stand where we make ids of it. */
export const BOOKING_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export const id = () =>
  z.string().regex(BOOKING_ID, 'Send 1 to 64 letters, digits or . _ : -, no sign first');

/** What is of another major version is told apart before any field is looked at. */
export const version = given(
  z
    .string('Send "1.0" as a text, or leave it out')
    .regex(/^1(\.\d+)?$/, 'Send "1.0", or leave it out'),
);

export const amountMinor = z
  .int('Send a whole number of minor units (cents), such as 12990')
  .min(1, 'Send at least 1 minor unit')
  .max(99_999_999, 'Send at most 99999999 minor units');

export const currency = z
  .string()
  .regex(/^[a-z]{3}$/, 'Send three lower-case letters, such as eur');

/** Major units, as 003_ca788c9e7cbcbe8d.txt's `Double`; whether the currency fits is asked later. */
export const amountMajor = z
  .number('Send a number of major units, such as 42.5')
  .positive('Send an amount above 0')
  .max(99_999_999, 'Send at most 99999999');

export const decimalId = z
  .int('Send a whole number up to 9007199254740991')
  .positive('Send a number above 0');
