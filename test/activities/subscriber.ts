import type Stripe from 'stripe';
import { insertSubscription } from '../../src/db/subscriptions';
import { recordEvent } from '../../src/db/stripe-events';
import { hash24 } from '../../src/domain/ids';
import type { SubscriptionStart, SubscriptionView } from '../../src/domain/subscription';
import type { VerifiedEvent } from '../../src/domain/stripe-event';
import { parseEvent, verifiedEvent } from '../../src/stripe/webhook-events';
import type { Saga } from './saga';

export const DAY = 24 * 3_600;
export const MONTH = 31 * DAY;

let last = 0;

/** A published record, as its readers see it. */
export type Told = Record<string, unknown> & {
  topic: string;
  eventId: string;
  status: string;
  amount?: number;
};

/** What customers do at Stripe and what Stripe does by itself, as the tests need it. */
export function subscriberOf(saga: Saga) {
  const { stripe, db } = saga;

  /** A request that no other test of the run has, of a customer that Stripe knows. */
  async function start(more: Partial<SubscriptionStart> = {}): Promise<SubscriptionStart> {
    const requestId = `req-${process.pid}-${(last += 1)}`;
    const customerId = `cus-${last}`;
    const customer = await stripe.customers.create({ metadata: { customerId } });
    return {
      ...{ setupId: hash24(requestId), requestId, customerId, stripeCustomerId: customer.id },
      ...{ subscriptionPlanId: 'plan-gold', stripePriceId: 'price_demoMonthly' },
      paymentMethodId: 'pm_card_visa',
      ...more,
    };
  }

  async function opened(more: Partial<SubscriptionStart> = {}) {
    const request = await start(more);
    const { refused, subscription } = await saga.openSubscription(request);
    if (refused) throw new Error(`refused: ${refused.code}`);
    return { ...request, ...subscription };
  }

  /** Stripe's events about a subscription that the inbox has not got, oldest first. */
  async function events(subscriptionId: string): Promise<VerifiedEvent[]> {
    const found: VerifiedEvent[] = [];
    for await (const event of stripe.events.list({ limit: 100 })) {
      const snapshot = parseEvent(Buffer.from(JSON.stringify(event)));
      const verified = snapshot && verifiedEvent(snapshot);
      if (verified?.facts.subscriptionId === subscriptionId) found.push(verified);
    }
    return found.reverse();
  }

  /** Puts them into the inbox, as the webhook's receiver does. Answers how many were new. */
  async function hear(subscriptionId: string, which = (_: VerifiedEvent) => true): Promise<number> {
    let fresh = 0;
    for (const event of (await events(subscriptionId)).filter(which))
      if (await recordEvent(db, event)) fresh += 1;
    return fresh;
  }

  /** All webhooks come, and the workflow wakes once. */
  async function heard({ setupId, subscriptionId }: SubscriptionView): Promise<SubscriptionView> {
    await hear(subscriptionId);
    return saga.settleSubscription(setupId);
  }

  async function told(setupId: string, topic?: string): Promise<Told[]> {
    const rows = await db.subscriptionRecord.findMany({
      where: { setupId, ...(topic !== undefined && { topic }) },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => ({
      ...(JSON.parse(row.value) as Told),
      topic: row.topic,
    }));
  }

  return {
    start,
    opened,
    events,
    hear,
    heard,
    told,
    rowOf: (setupId: string) => db.subscription.findUniqueOrThrow({ where: { setupId } }),
    /** In short: `active`, `paid 990`. */
    async story(setupId: string): Promise<string[]> {
      const all = await told(setupId);
      return all
        .filter(({ topic }) => topic.startsWith('subscription.'))
        .map(({ status, amount }) => (amount === undefined ? status : `${status} ${amount}`));
    },
    atStripe: (subscriptionId: string) => stripe.subscriptions.retrieve(subscriptionId),
    pass: (seconds: number) => saga.simulate('/clock', { advance_seconds: seconds }),
    authenticate: (intentId: string, outcome: 'succeed' | 'fail' = 'succeed') =>
      saga.simulate(
        `/${intentId.startsWith('seti_') ? 'setup_intents' : 'payment_intents'}/${intentId}/authenticate`,
        { outcome },
      ),
    async subscriptionsOf(stripeCustomerId: string): Promise<Stripe.Subscription[]> {
      const all = { customer: stripeCustomerId, status: 'all', limit: 100 } as const;
      return (await stripe.subscriptions.list(all)).data;
    },
    insert: (request: SubscriptionStart) =>
      insertSubscription(db, request, `subscription-${request.setupId}`),
  };
}

export type Subscriber = ReturnType<typeof subscriberOf>;
