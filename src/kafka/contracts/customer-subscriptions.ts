import type { OutRecord } from './family';
import { looseRecord, type Loose, type LooseEnvelope } from './loose-records';

/** A Stripe event about a subscription. Its records mirror Stripe; no booking stands behind them. */
interface SubscriptionNews {
  /** Verified; makes the eventId. */
  stripeEventId: string;
  /** Stripe's id, sub_…. */
  subscriptionId: string;
  subscriptionPlanId?: string | undefined;
  customerId: string;
  at: Date;
  /** The request that set the subscription up, where it is known. */
  requestId?: string;
}

/** An invoice was paid, or was not. */
export interface SubscriptionPayment extends SubscriptionNews {
  invoiceId: string;
  paymentIntentId?: string | undefined;
  status: 'paid' | 'failed' | 'action_required';
  /** Minor units. */
  amount: number;
  currency: string;
  errorCode?: string | undefined;
  error?: string | undefined;
}

export interface SubscriptionStatus extends SubscriptionNews {
  /** Stripe's words. */
  status: string;
  previousStatus?: string | undefined;
  currentPeriodEnd?: Date | undefined;
  cancelAtPeriodEnd: boolean;
}

/** The subscription topics of the family `customer`. Topics on the wire by `wire`; pure. */
export function createCustomerSubscriptions(wire: (name: string) => string) {
  const tell = (
    topic: string,
    news: SubscriptionNews,
    key: string,
    body: (told: LooseEnvelope) => object,
  ) => looseRecord('customer', wire, { topic, key, ...common(news), body });

  return {
    paymentUpdated(news: SubscriptionPayment): OutRecord {
      const { subscriptionId, subscriptionPlanId, customerId, invoiceId } = news;
      const { status, amount, currency, error } = news;
      const who = { subscriptionId, subscriptionPlanId, customerId, invoiceId };
      return tell('subscription.payment.updated', news, customerId, (told) => ({
        ...{ ...who, status, amount, currency, error },
        ...told,
      }));
    },

    /** What admin-service counts of the same invoice; keyed by it, for there is no paymentId. */
    paymentAnalytics(news: SubscriptionPayment): OutRecord {
      const { customerId, paymentIntentId = '', subscriptionPlanId, status } = news;
      const { amount, currency, errorCode } = news;
      return tell('payment.analytics', news, news.invoiceId, (told) => ({
        eventType: 'subscription.payment.updated',
        ...{ customerId, paymentIntentId, subscriptionPlanId, amount, currency, status },
        success: status === 'paid',
        errorCode,
        ...told,
      }));
    },

    statusUpdated(news: SubscriptionStatus): OutRecord {
      const { subscriptionId, subscriptionPlanId, customerId, status, previousStatus } = news;
      const { currentPeriodEnd, cancelAtPeriodEnd } = news;
      return tell('subscription.status.updated', news, customerId, (told) => ({
        ...{ subscriptionId, subscriptionPlanId, customerId, status, previousStatus },
        currentPeriodEnd: currentPeriodEnd?.toISOString(),
        cancelAtPeriodEnd,
        ...told,
      }));
    },
  };
}

function common(news: SubscriptionNews): Pick<Loose, 'identity' | 'at' | 'correlationId'> {
  const { stripeEventId, subscriptionId, requestId, at } = news;
  const identity = `subscription|${stripeEventId}`;
  return { identity, at, correlationId: requestId ?? subscriptionId };
}
