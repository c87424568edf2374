import type { Database } from '../db/client';
import type { InboxEvent } from '../db/stripe-events';
import {
  subscriptionBySetupIntent,
  subscriptionByStripeId,
  subscriptionOfSetup,
  type SubscriptionRow,
} from '../db/subscriptions';
import type { SubscriptionStart } from '../domain/subscription';
import { subscriptionWorkflowId } from '../domain/workflow-ids';
import type { Act, Known } from './decision';

/** A subscription's row, as what its workflow began with. */
export type KnownSubscription = SubscriptionStart;

/** Whatever it says: the workflow reads Stripe, and takes account of each event once. */
export function aboutSubscription({ subscription }: Known): Act {
  if (!subscription) return { act: 'ignore' };
  const workflowId = subscriptionWorkflowId(subscription.setupId);
  return { act: 'tell-subscription', workflowId, subscription };
}

/**
 * Whose subscription an event is about: by Stripe's ids, or by our metadata while Stripe's answer to
 * its creation is still on the way. The row is there before Stripe is asked, so what no row knows
 * is somebody else's.
 */
export async function subscriptionOf(
  db: Database,
  { type, objectId, facts }: InboxEvent,
): Promise<{ subscription?: KnownSubscription }> {
  const row = type.startsWith('setup_intent.')
    ? await subscriptionBySetupIntent(db, objectId)
    : facts.subscriptionId !== undefined &&
      ((await subscriptionByStripeId(db, facts.subscriptionId)) ?? (await claimed(db, facts)));
  return row ? { subscription: subscriptionStart(row) } : {};
}

/**
 * Metadata may be copied: a row that has a subscription of Stripe's has that one only. One that was
 * refused is begun anew: its workflow looks whether Stripe has made it after all.
 */
async function claimed(db: Database, { setupId }: InboxEvent['facts']) {
  const row = setupId === undefined ? undefined : await subscriptionOfSetup(db, setupId);
  return row?.stripeSubscriptionId === null ? row : undefined;
}

/** With it, a workflow that somebody has terminated is begun again. */
export function subscriptionStart(row: SubscriptionRow): SubscriptionStart {
  const { setupId, requestId, customerId, stripeCustomerId } = row;
  const { subscriptionPlanId, stripePriceId, paymentMethodId, trialDays } = row;
  return {
    ...{ setupId, requestId, customerId, stripeCustomerId },
    ...{ subscriptionPlanId, stripePriceId, paymentMethodId },
    ...(trialDays !== null && { trialDays }),
  };
}
