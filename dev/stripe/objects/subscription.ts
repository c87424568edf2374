import type { Price } from './catalog';
import type { Metadata } from './money';

export type SubscriptionStatus =
  'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'unpaid' | 'canceled';

export type SubscriptionItem = {
  id: string;
  object: 'subscription_item';
  billing_thresholds: null;
  created: number;
  current_period_end: number;
  current_period_start: number;
  discounts: never[];
  metadata: Metadata;
  price: Price;
  quantity: number;
  subscription: string;
  tax_rates: never[];
};

export type ListOf<T> = { object: 'list'; data: T[]; has_more: false; url: string };

export type CancellationDetails = {
  comment: string | null;
  feedback: string | null;
  reason: 'cancellation_requested' | 'payment_failed' | null;
};

export type Subscription = ReturnType<typeof blankSubscription> & {
  object: 'subscription';
  status: SubscriptionStatus;
};

export type SubscriptionBirth = {
  id: string;
  created: number;
  customer: string;
  currency: string;
  items: SubscriptionItem[];
};

export const newSubscription = (birth: SubscriptionBirth): Subscription => ({
  ...blankSubscription(birth),
  object: 'subscription',
  status: 'incomplete',
});

function blankSubscription({ id, created, customer, currency, items }: SubscriptionBirth) {
  return {
    id,
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: created,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [] as never[],
    billing_thresholds: null,
    cancel_at: null as number | null,
    cancel_at_period_end: false,
    canceled_at: null as number | null,
    cancellation_details: {
      comment: null,
      feedback: null,
      reason: null,
    } as CancellationDetails,
    collection_method: 'charge_automatically' as const,
    created,
    currency,
    customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: null as string | null,
    default_source: null,
    default_tax_rates: [] as never[],
    description: null as string | null,
    discounts: [] as never[],
    ended_at: null as number | null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: itemList(id, items),
    latest_invoice: null as string | null,
    livemode: false as const,
    managed_payments: null,
    metadata: {} as Metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off' as 'off' | 'on_subscription',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null as string | null,
    pending_update: null,
    schedule: null,
    start_date: created,
    test_clock: null,
    transfer_data: null,
    trial_end: null as number | null,
    trial_settings: {
      end_behavior: { missing_payment_method: 'create_invoice' as 'create_invoice' | 'cancel' },
    },
    trial_start: null as number | null,
  };
}

export const itemList = (
  subscription: string,
  data: SubscriptionItem[],
): ListOf<SubscriptionItem> => ({
  object: 'list',
  data,
  has_more: false,
  url: `/v1/subscription_items?subscription=${subscription}`,
});

/** Nothing is billed and nothing can change any more. */
export const isEnded = ({ status }: Pick<Subscription, 'status'>) =>
  status === 'canceled' || status === 'incomplete_expired';

/** All items are billed together, so they have one period. */
export function periodOf({ items }: Pick<Subscription, 'items'>) {
  const [item] = items.data;
  if (!item) throw new Error('A subscription has at least one item.');
  return { start: item.current_period_start, end: item.current_period_end };
}
