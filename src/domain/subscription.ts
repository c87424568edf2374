/** Subscriptions are Stripe's: it bills, tries again and ends them. We ask, read and tell. */

/** The one argument of the workflow `subscription`. Neither names nor addresses: Stripe has them. */
export interface SubscriptionStart {
  /** hash24 of the request that sets it up. */
  setupId: string;
  requestId: string;
  customerId: string;
  stripeCustomerId: string;
  subscriptionPlanId: string;
  stripePriceId: string;
  paymentMethodId: string;
  trialDays?: number;
}

/** A change that somebody has ordered. Its id is a function of the request: a repeat is the same. */
export interface RevisionOrder {
  revisionId: string;
  /** Another plan, or another card. */
  change?: PlanChange;
  cancel?: { atPeriodEnd: boolean };
}

export interface PlanChange {
  subscriptionPlanId: string;
  stripePriceId: string;
  paymentMethodId?: string;
}

/** A subscription as Stripe shows it. */
export interface SubscriptionFacts {
  subscriptionId: string;
  /** Stripe's word, and not always one of ours. */
  status: string;
  currency: string;
  /** Its one item, which a change of plan replaces the price of. */
  itemId: string;
  stripePriceId: string;
  currentPeriodEnd: Date;
  cancelAtPeriodEnd: boolean;
  /** Of a trial whose card must be authenticated while the customer is there. */
  setupIntentId?: string;
  /** Ours, as its metadata have it: written together with the price. */
  subscriptionPlanId?: string;
  /** The last change that Stripe took on. */
  revisionId?: string;
}

/** What is to be paid, and how that stands. */
export interface InvoiceFacts {
  invoiceId: string;
  /** Stripe's word: draft, open, paid, uncollectible, void. */
  status: string;
  amountMinor: number;
  currency: string;
  /** Made by a change of plan, out of turn. */
  byChange: boolean;
  /** Absent where nothing is to be paid. */
  payment?: InvoicePayment;
}

export interface InvoicePayment {
  paymentIntentId: string;
  /** Stripe's word; unknown where it was not asked for. */
  status?: string;
  errorCode?: string;
  /** Fit to be shown. */
  error?: string;
}

/** What a workflow knows of its subscription's row. */
export interface SubscriptionView {
  setupId: string;
  customerId: string;
  subscriptionPlanId: string;
  subscriptionId: string;
  status: string;
  /** ISO 8601. */
  currentPeriodEnd?: string;
  cancelAtPeriodEnd: boolean;
  /** The card must still be authenticated, or the trial ends unpaid. */
  waitsForCustomer: boolean;
  /** The status above has been published. */
  told: boolean;
}

/** Why Stripe does not do what was asked. */
export interface SubscriptionRefusal {
  code: string;
  message: string;
}

/** Nothing is billed and nothing can change any more. */
export function isOver(status: string): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}
