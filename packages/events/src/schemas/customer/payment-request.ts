import { z } from 'zod';
import { about, amountMinor, currency, given, givenText } from '../incoming';
import { commonFields, customerCommandHead, paymentMethodId } from './command';

/** `stripe.payment.request`: charge a customer, at once where a payment method is named. */
export const paymentRequest = customerCommandHead('stripe.payment.request').extend({
  ...commonFields,
  amount: about(amountMinor, 'In minor units (cents)'),
  currency: about(currency, 'ISO 4217, lower case'),
  paymentMethodId: about(given(paymentMethodId), "Stripe's, pm_…; with it we confirm at once"),
  subscriptionPlanId: about(
    givenText(255),
    'What is paid for, by your own id; told again in payment.analytics',
  ),
  paymentOptions: about(
    given(
      z.looseObject({
        returnUrl: about(
          given(
            z
              .url({ protocol: /^https?$/, error: 'Send an http or https address' })
              .max(2048, 'Send at most 2048 characters'),
          ),
          'Where the bank sends the customer back to after 3-D Secure',
        ),
        confirmationMethod: about(
          given(z.enum(['automatic', 'manual'], 'Send automatic or manual, or leave it out')),
          'manual: after 3-D Secure send a second request with the same metadata.bookingId and a new requestId',
        ),
      }),
    ),
    'How it is paid',
  ),
});

export type PaymentRequest = z.output<typeof paymentRequest>;
