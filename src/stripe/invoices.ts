import type Stripe from 'stripe';
import type { InvoiceFacts, InvoicePayment } from '../domain/subscription';
import type { StripeClient } from './client';

/** An invoice does not name its PaymentIntent since API version basil: its payments do. */
const WITH_PAYMENT = { expand: ['payments.data.payment.payment_intent'] };

export function createInvoices(stripe: StripeClient) {
  return {
    /** With its PaymentIntent as it stands; the client secret is left behind on purpose. */
    async retrieve(id: string): Promise<InvoiceFacts> {
      return invoiceOf(await stripe.invoices.retrieve(id, WITH_PAYMENT));
    },
  };
}

export type Invoices = ReturnType<typeof createInvoices>;

export function invoiceOf(invoice: Stripe.Invoice): InvoiceFacts {
  const payment = paymentOf(invoice.payments?.data ?? []);
  return {
    invoiceId: invoice.id,
    status: invoice.status ?? 'unknown',
    amountMinor: invoice.amount_due,
    currency: invoice.currency,
    byChange: invoice.billing_reason === 'subscription_update',
    ...(payment && { payment }),
  };
}

/** By the one that Stripe made for it, where somebody has added others. */
function paymentOf(payments: readonly Stripe.InvoicePayment[]): InvoicePayment | undefined {
  const own = payments.find(({ is_default: isDefault }) => isDefault) ?? payments[0];
  const intent = own?.payment.payment_intent;
  if (intent === undefined) return undefined;
  if (typeof intent === 'string') return { paymentIntentId: intent };
  const { id: paymentIntentId, status, last_payment_error: error } = intent;
  return {
    paymentIntentId,
    status,
    ...(error?.code !== undefined && { errorCode: error.code }),
    ...(error?.message !== undefined && { error: error.message }),
  };
}

/** References are ids, or whole objects where they were expanded. */
export function reference(value: string | { id: string } | null | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.id;
}
