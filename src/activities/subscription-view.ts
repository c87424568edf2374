import { isBegun, type SubscriptionRow } from '../db/subscriptions';
import type { SubscriptionView } from '../domain/subscription';

/** What a workflow may know of a subscription's row. */
export function subscriptionView(row: SubscriptionRow, waitsForCustomer = false): SubscriptionView {
  if (!isBegun(row)) throw new Error(`Stripe has no subscription of ${row.setupId} yet`);
  const { setupId, customerId, subscriptionPlanId, status, currentPeriodEnd: end } = row;
  return {
    ...{ setupId, customerId, subscriptionPlanId, status, waitsForCustomer },
    subscriptionId: row.stripeSubscriptionId,
    ...(end && { currentPeriodEnd: end.toISOString() }),
    cancelAtPeriodEnd: row.cancelAtPeriodEnd,
    told: row.toldStatus === status,
  };
}
