import { isEnded, itemList, periodOf, type Subscription } from '../objects/subscription';
import type { World } from '../state/world';
import { chargedFor, takePending } from './billed-items';
import { draftInvoice } from './invoices';
import { periodEnd } from './periods';
import { endSubscription } from './subscription-ending';
import { changeSubscription, defaultMethod } from './subscription-state';

/** A period or a trial is over. */
export function renew(world: World, id: string): void {
  const subscription = world.store.find('subscription', id);
  if (!subscription || isEnded(subscription) || subscription.status === 'incomplete') return;
  const past = periodOf(subscription);
  if (past.end > world.clock.now()) return; // planned for a period that has changed since
  if (subscription.cancel_at !== null && subscription.cancel_at <= past.end) {
    endSubscription(world, subscription, {});
    return;
  }
  if (subscription.status === 'trialing' && endsWithoutMethod(world, subscription)) {
    endSubscription(world, subscription, {});
    return;
  }
  bill(world, subscription);
}

function endsWithoutMethod(world: World, subscription: Subscription): boolean {
  const { missing_payment_method: missing } = subscription.trial_settings.end_behavior;
  return missing === 'cancel' && !defaultMethod(world, subscription);
}

/** Its invoice rests for an hour as a draft, as at Stripe. While unpaid, it stays one. */
function bill(world: World, subscription: Subscription): void {
  const past = periodOf(subscription);
  const renewed = nextPeriod(subscription);
  const period = periodOf(renewed);
  const unpaid = subscription.status === 'unpaid';
  const charged = [...takePending(world, subscription), ...chargedFor(renewed.items.data, period)];
  const draft = draftInvoice(world, renewed, {
    reason: 'subscription_cycle',
    charged,
    period: past,
  });
  const finalizes = world.clock.now() + world.settings().invoice_finalizes_seconds;
  world.store.save({
    ...draft,
    auto_advance: !unpaid,
    automatically_finalizes_at: unpaid ? null : finalizes,
  });
  changeSubscription(world, subscription.id, {
    items: renewed.items,
    latest_invoice: draft.id,
    status: subscription.status === 'trialing' ? 'active' : subscription.status,
  });
  if (!unpaid) world.scheduleAt('finalize_invoice', draft.id, finalizes);
  world.scheduleAt('renew_subscription', subscription.id, period.end);
}

function nextPeriod(subscription: Subscription): Subscription {
  const { end: start } = periodOf(subscription);
  const data = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: start,
    current_period_end: item.price.recurring
      ? periodEnd(subscription.billing_cycle_anchor, start, item.price.recurring)
      : start,
  }));
  return { ...subscription, items: itemList(subscription.id, data) };
}
