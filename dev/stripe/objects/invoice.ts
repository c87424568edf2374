import type { InvoiceLine, Period } from './invoice-line';
import type { Metadata } from './money';
import type { ListOf } from './subscription';

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';

export type BillingReason = 'subscription_create' | 'subscription_cycle' | 'subscription_update';

export type Invoice = ReturnType<typeof blankInvoice> & {
  object: 'invoice';
  status: InvoiceStatus;
};

export type InvoiceBirth = {
  id: string;
  created: number;
  billing_reason: BillingReason;
  currency: string;
  customer: { id: string; email: string | null; name: string | null; phone: string | null };
  lines: InvoiceLine[];
  period: Period;
  subscription: { id: string; metadata: Metadata };
};

export const newInvoice = (birth: InvoiceBirth): Invoice => ({
  ...blankInvoice(birth),
  object: 'invoice',
  status: 'draft',
});

function blankInvoice(birth: InvoiceBirth) {
  const { id, customer, period, subscription } = birth;
  const total = birth.lines.reduce((sum, { amount }) => sum + amount, 0);
  return {
    id,
    account_country: 'DE',
    account_name: 'Simulated Stripe',
    account_tax_ids: null,
    ...{ amount_due: Math.max(0, total), amount_overpaid: 0, amount_paid: 0 },
    ...{ amount_paid_off_stripe: 0, amount_remaining: Math.max(0, total), amount_shipping: 0 },
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: {
      ...{ disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    },
    automatically_finalizes_at: null as number | null,
    billing_reason: birth.billing_reason,
    collection_method: 'charge_automatically' as const,
    created: birth.created,
    currency: birth.currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    ...{ customer_address: null, customer_email: customer.email, customer_name: customer.name },
    ...{ customer_phone: customer.phone, customer_shipping: null },
    customer_tax_exempt: 'none' as const,
    customer_tax_ids: [] as never[],
    ...{ default_payment_method: null, default_source: null, default_tax_rates: [] as never[] },
    ...{ description: null, discounts: [] as never[], due_date: null },
    effective_at: null as number | null,
    ending_balance: null as number | null,
    ...{ footer: null, from_invoice: null },
    hosted_invoice_url: null as string | null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: lineList(id, birth.lines),
    livemode: false as const,
    metadata: {} as Metadata,
    next_payment_attempt: null as number | null,
    number: null as string | null,
    on_behalf_of: null,
    parent: {
      quote_details: null,
      subscription_details: {
        metadata: subscription.metadata,
        subscription: subscription.id,
      },
      type: 'subscription_details',
    },
    payment_settings: {
      ...{ default_mandate: null, payment_method_options: null, payment_method_types: null },
    },
    period_end: period.end,
    period_start: period.start,
    ...{ post_payment_credit_notes_amount: 0, pre_payment_credit_notes_amount: 0 },
    ...{ receipt_number: null, rendering: null, shipping_cost: null, shipping_details: null },
    starting_balance: 0,
    statement_descriptor: null,
    status_transitions: {
      finalized_at: null as number | null,
      marked_uncollectible_at: null,
      paid_at: null as number | null,
      voided_at: null as number | null,
    },
    ...{ subtotal: total, subtotal_excluding_tax: total },
    test_clock: null,
    ...{ total, total_discount_amounts: [] as never[], total_excluding_tax: total },
    ...{ total_pretax_credit_amounts: [] as never[], total_taxes: [] as never[] },
    webhooks_delivered_at: null,
    /** Never rendered: the automatic retries that were due, and its own PaymentIntent. */
    sim: { retries: 0, intent: null as string | null },
  };
}

const lineList = (invoice: string, data: InvoiceLine[]): ListOf<InvoiceLine> => ({
  object: 'list',
  data,
  has_more: false,
  url: `/v1/invoices/${invoice}/lines`,
});

export const subscriptionOf = (invoice: Invoice): string =>
  invoice.parent.subscription_details.subscription;
