import type { StripeClient } from './client';
import { stripeFault } from './errors';
import { reference } from './invoices';

export function createSavedCards(stripe: StripeClient) {
  return {
    /** False also where Stripe shows nothing: its test methods are there only once they are used. */
    async isOf(paymentMethodId: string, stripeCustomerId: string): Promise<boolean> {
      try {
        const { customer } = await stripe.paymentMethods.retrieve(paymentMethodId);
        return reference(customer) === stripeCustomerId;
      } catch (error) {
        if (stripeFault(error)?.kind === 'refused') return false;
        throw error;
      }
    },

    /** Answers the id to use from now on: Stripe's test methods become new ones. */
    async attach(
      paymentMethodId: string,
      stripeCustomerId: string,
      idempotencyKey: string,
    ): Promise<string> {
      const parameters = { customer: stripeCustomerId };
      const options = { idempotencyKey };
      return (await stripe.paymentMethods.attach(paymentMethodId, parameters, options)).id;
    },

    async isDefault(paymentMethodId: string, stripeCustomerId: string): Promise<boolean> {
      const customer = await stripe.customers.retrieve(stripeCustomerId);
      if (customer.deleted) return false;
      return reference(customer.invoice_settings.default_payment_method) === paymentMethodId;
    },

    /** What is charged without the customer is charged to this one. */
    async makeDefault(
      paymentMethodId: string,
      stripeCustomerId: string,
      idempotencyKey: string,
    ): Promise<void> {
      const parameters = { invoice_settings: { default_payment_method: paymentMethodId } };
      await stripe.customers.update(stripeCustomerId, parameters, { idempotencyKey });
    },
  };
}

export type SavedCards = ReturnType<typeof createSavedCards>;
