import type Stripe from 'stripe';
import type {
  InvoiceFacts,
  PlanChange,
  SubscriptionFacts,
  SubscriptionStart,
} from '../domain/subscription';
import type { StripeClient } from './client';
import { invoiceOf, reference } from './invoices';

/** With the invoice that it began with. */
export interface Begun {
  subscription: SubscriptionFacts;
  invoice?: InvoiceFacts;
}

const WITH_INVOICE = { expand: ['latest_invoice.payments'] };

export function createSubscriptions(stripe: StripeClient) {
  async function retrieve(id: string): Promise<SubscriptionFacts> {
    return subscriptionOf(await stripe.subscriptions.retrieve(id));
  }

  /** With its latest invoice. */
  async function withInvoice(id: string): Promise<Begun> {
    const subscription = await stripe.subscriptions.retrieve(id, WITH_INVOICE);
    const { latest_invoice: invoice } = subscription;
    return {
      subscription: subscriptionOf(subscription),
      ...(invoice !== null && typeof invoice === 'object' && { invoice: invoiceOf(invoice) }),
    };
  }

  return {
    retrieve,
    withInvoice,

    /** Answers its id. A first payment that is declined, or waits, leaves it `incomplete`. */
    async create(wanted: SubscriptionStart, idempotencyKey: string): Promise<string> {
      const { setupId, customerId, subscriptionPlanId, trialDays } = wanted;
      const made = await stripe.subscriptions.create(
        {
          customer: wanted.stripeCustomerId,
          items: [{ price: wanted.stripePriceId }],
          default_payment_method: wanted.paymentMethodId,
          payment_behavior: 'allow_incomplete',
          // Whoever pays the first invoice with another card wants that one charged from now on.
          payment_settings: { save_default_payment_method: 'on_subscription' },
          ...(trialDays !== undefined && trialDays > 0 && { trial_period_days: trialDays }),
          metadata: { setupId, customerId, subscriptionPlanId },
        },
        { idempotencyKey },
      );
      return made.id; // a replayed answer shows the rest as it was then
    },

    /** Listed, not searched: Stripe's search index lags behind. The oldest counts. */
    async findBySetupId(stripeCustomerId: string, setupId: string): Promise<string | undefined> {
      const all = { customer: stripeCustomerId, status: 'all', limit: 100 } as const;
      let oldest: string | undefined;
      for await (const { id, metadata } of stripe.subscriptions.list(all))
        if (metadata['setupId'] === setupId) oldest = id;
      return oldest;
    },

    /** Stripe prorates: what is left of the old plan counts on the next invoice. */
    async change(
      { subscriptionId, itemId }: Pick<SubscriptionFacts, 'subscriptionId' | 'itemId'>,
      { subscriptionPlanId, stripePriceId, paymentMethodId }: PlanChange,
      revisionId: string,
      idempotencyKey: string,
    ): Promise<void> {
      await stripe.subscriptions.update(
        subscriptionId,
        {
          items: [{ id: itemId, price: stripePriceId }],
          ...(paymentMethodId !== undefined && { default_payment_method: paymentMethodId }),
          metadata: { subscriptionPlanId, revisionId },
        },
        { idempotencyKey },
      );
    },

    async cancel(id: string, idempotencyKey: string): Promise<void> {
      await stripe.subscriptions.cancel(id, {}, { idempotencyKey });
    },

    async cancelAtPeriodEnd(id: string, idempotencyKey: string): Promise<void> {
      const parameters = { cancel_at_period_end: true };
      await stripe.subscriptions.update(id, parameters, { idempotencyKey });
    },
  };
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;

function subscriptionOf(subscription: Stripe.Subscription): SubscriptionFacts {
  const [item] = subscription.items.data;
  if (!item) throw new Error(`Stripe shows subscription ${subscription.id} without an item`);
  const setupIntentId = reference(subscription.pending_setup_intent);
  const { subscriptionPlanId, revisionId } = subscription.metadata;
  return {
    subscriptionId: subscription.id,
    status: subscription.status,
    currency: subscription.currency,
    itemId: item.id,
    stripePriceId: item.price.id,
    currentPeriodEnd: new Date(item.current_period_end * 1_000),
    cancelAtPeriodEnd: subscription.cancel_at_period_end,
    ...(setupIntentId !== undefined && { setupIntentId }),
    ...(subscriptionPlanId !== undefined && { subscriptionPlanId }),
    ...(revisionId !== undefined && { revisionId }),
  };
}
