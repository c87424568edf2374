import type { Price } from './catalog';
import type { Metadata } from './money';

export type Period = { start: number; end: number };

export type InvoiceLine = {
  id: string;
  object: 'line_item';
  amount: number;
  currency: string;
  description: string;
  discount_amounts: never[];
  discountable: boolean;
  discounts: never[];
  invoice: string;
  livemode: false;
  metadata: Metadata;
  parent: unknown;
  period: Period;
  pretax_credit_amounts: never[];
  pricing: unknown;
  quantity: number;
  quantity_decimal: string;
  subscription: string;
  subtotal: number;
  taxes: never[];
};

/** What is to be billed; it becomes a line once there is an invoice. */
export type Charged = {
  amount: number;
  description: string;
  item: string;
  period: Period;
  price: Price;
  quantity: number;
  /** Set on what a change within the period costs or gives back. */
  proration?: boolean | undefined;
  /** Set on what waited for this invoice. */
  invoiceItem?: string | undefined;
};

/** Waits for the next invoice of its subscription. The simulator's own note; Stripe has invoice items. */
export type PendingItem = {
  id: string;
  object: 'pending_item';
  subscription: string;
  created: number;
  charged: Charged;
};

type Place = { id: string; invoice: string; subscription: string };

export function newLine({ id, invoice, subscription }: Place, charged: Charged): InvoiceLine {
  const { amount, price, proration = false } = charged;
  return {
    id,
    object: 'line_item',
    amount,
    currency: price.currency,
    description: charged.description,
    discount_amounts: [],
    discountable: !proration,
    discounts: [],
    invoice,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: charged.invoiceItem ?? null,
        proration,
        proration_details: { credited_items: null },
        subscription,
        subscription_item: charged.item,
      },
      type: 'subscription_item_details',
    },
    period: charged.period,
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: price.id, product: price.product },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity: charged.quantity,
    quantity_decimal: `${charged.quantity}`,
    subscription,
    subtotal: amount,
    taxes: [],
  };
}
