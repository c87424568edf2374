import { z } from 'zod';
import { PAYMENT_METHODS } from '../domain/booking';
import { BOOKING_ID } from '../domain/ids';
import { MAX_AMOUNT_MINOR } from '../domain/money';

/**
 * The create body (contracts.md section 3): what REST takes and what any Temporal client passes to
 * `bookingPayment`. Whether amount and currency fit each other is for `domain/money` to say.
 */
const id = (what: string) =>
  z.string().regex(BOOKING_ID, `${what} is 1 to 64 letters, digits or . _ : -, no sign first`);

/** PostgreSQL keeps neither NUL nor unpaired surrogates; a row that cannot be written helps nobody. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((given) => !/\0|\p{Surrogate}/u.test(given), 'Remove NUL and unpaired surrogates');

export const bookingRequest = z.strictObject({
  bookingId: id('A bookingId'),
  userId: id('A userId'),
  amount: z
    .int('An amount is a whole number of minor units (cents), such as 12990')
    .min(1)
    .max(MAX_AMOUNT_MINOR),
  currency: z.string().regex(/^[a-z]{3}$/, 'A currency is three lower-case letters, such as eur'),
  bookingReference: text(100).min(1).optional(),
  customerId: id('A customerId').optional(),
  paymentMethod: z.enum(PAYMENT_METHODS).optional(),
  captureMethod: z.enum(['automatic', 'manual']).optional(),
  confirmationMethod: z.enum(['automatic', 'manual']).optional(),
  bindings: z.array(text(40).min(1)).max(10).optional(),
  metadata: z
    .record(text(40).min(1), text(500))
    .refine((entries) => Object.keys(entries).length <= 20, 'At most 20 entries of metadata')
    .optional(),
});

/** From a Temporal client the correlation may come with the body; REST has a header for it. */
export const bookingStart = bookingRequest.extend({
  stripeCustomerId: z
    .string()
    .regex(/^cus_\w{1,250}$/, "A stripeCustomerId is Stripe's, such as cus_4QFOF3xrvBT2nU")
    .optional(),
  correlationId: text(200).min(1).optional(),
});

export interface FieldFault {
  path: string;
  message: string;
}

export function faultsOf(error: z.ZodError): FieldFault[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}
