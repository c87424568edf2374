import type { CatchUp } from '../domain/scan-tally';
import type { Dependencies } from './dependencies';
import { createConfirming } from './confirming';
import { createDisputing } from './disputing';
import { createExtending } from './extending';
import { createOpening } from './opening';
import { createPaymentConfirming } from './payment-confirming';
import { createRefunding } from './refunding';
import { createSettling } from './settling';
import { createSubscribing } from './subscribing';
import { createSubscriptionRevision } from './subscription-revision';
import { createSubscriptionSettling } from './subscription-settling';

/** What schedules have done; made by the worker, for they need more than the activities may import. */
export interface Chores {
  publishPending: () => Promise<{ published: number; left: number }>;
  backfillWebhooks: () => Promise<CatchUp>;
}

/** Everything that workflows may have done. Workflows import the type alone. */
export function createActivities(deps: Dependencies, chores: Chores) {
  const opening = createOpening(deps);
  const confirming = createConfirming(deps);
  const { openPayment } = opening;
  const settling = createSettling(deps, opening, confirming);
  const subscriptions = createSubscriptionSettling(deps);
  const { confirmBooking, abandonConfirmation, releaseBooking } = confirming;
  return {
    openPayment,
    ...settling,
    ...createPaymentConfirming(deps, settling),
    ...createExtending(deps),
    confirmBooking,
    abandonConfirmation,
    releaseBooking,
    ...createRefunding(deps),
    ...createDisputing(deps),
    ...createSubscribing(deps),
    ...subscriptions,
    ...createSubscriptionRevision(deps, subscriptions.settleSubscription),
    ...chores,
  };
}

export type Activities = ReturnType<typeof createActivities>;
