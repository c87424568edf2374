import type { Charged } from '../objects/invoice-line';
import { itemList, periodOf, type Subscription } from '../objects/subscription';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { chargedFor, takePending } from './billed-items';
import { attempt, quietly } from './invoice-collection';
import { settle } from './invoice-outcome';
import { draftInvoice, finalize } from './invoices';
import { periodEnd } from './periods';
import { credited, prorated } from './proration';
import { assertWouldPay } from './payment-outlook';
import { changeSubscription, mustFind } from './subscription-state';
import type { Update } from './subscription-changes';

type How = { given: Update; trialEnd: number | undefined };

/** What a change costs: now, with the next invoice, or nothing. */
export function billChange(
  world: World,
  before: Subscription,
  next: Subscription,
  { given, trialEnd }: How,
): Subscription {
  const now = world.clock.now();
  if (trialEnd !== undefined && trialEnd > now) return extendTrial(world, next, trialEnd);
  const trial = before.status === 'trialing' && trialEnd === undefined;
  if (trial) return changeSubscription(world, next.id, next);
  const behaviour = given.proration_behavior ?? 'create_prorations';
  const restarts = trialEnd !== undefined || rhythmOf(before) !== rhythmOf(next);
  const at = given.proration_date ?? now;
  const period = periodOf(before);
  const change = { before: before.items.data, after: next.items.data, at, period };
  const isFree = behaviour === 'none' || before.status === 'trialing';
  const owed = isFree ? [] : restarts ? credited(before.items.data, at, period) : prorated(change);
  const restarted = restarts ? fromNow(next, now) : next;
  const full = restarts ? chargedFor(restarted.items.data, periodOf(restarted)) : [];
  const billsNow = restarts || (behaviour === 'always_invoice' && owed.length > 0);
  if (billsNow && given.payment_behavior === 'error_if_incomplete')
    assertWouldPay(world, next, given.off_session ?? false);
  if (restarts) world.scheduleAt('renew_subscription', next.id, periodOf(restarted).end);
  if (billsNow) invoiceNow(world, restarted, [...owed, ...full], given);
  else wait(world, changeSubscription(world, next.id, restarted), owed);
  return mustFind(world, next.id);
}

const rhythmOf = ({ items }: Subscription) => JSON.stringify(items.data[0]?.price.recurring);

function extendTrial(world: World, next: Subscription, end: number): Subscription {
  const data = next.items.data.map((item) => ({ ...item, current_period_end: end }));
  world.scheduleAt('renew_subscription', next.id, end);
  return changeSubscription(world, next.id, {
    ...next,
    billing_cycle_anchor: end,
    ...(next.cancel_at_period_end && { cancel_at: end }),
    items: itemList(next.id, data),
    trial_end: end,
  });
}

/** Another interval, or the end of a trial: the period begins anew. */
function fromNow(next: Subscription, now: number): Subscription {
  const data = next.items.data.map((item) => ({
    ...item,
    current_period_start: now,
    current_period_end: item.price.recurring ? periodEnd(now, now, item.price.recurring) : now,
  }));
  const items = itemList(next.id, data);
  return {
    ...next,
    billing_cycle_anchor: now,
    ...(next.cancel_at_period_end && { cancel_at: periodOf({ items }).end }),
    items,
    ...(next.status === 'trialing' && { status: 'active' as const, trial_end: now }),
  };
}

type Paying = Pick<Update, 'off_session' | 'payment_behavior'>;

/** The change and its invoice are one news. */
function invoiceNow(world: World, subscription: Subscription, charged: Charged[], how: Paying) {
  const now = world.clock.now();
  const draft = draftInvoice(world, subscription, {
    reason: 'subscription_update',
    charged: [...takePending(world, subscription), ...charged],
    period: { start: now, end: now },
  });
  changeSubscription(world, subscription.id, { ...subscription, latest_invoice: draft.id });
  const invoice = finalize(world, draft);
  if (invoice.amount_due === 0) settle(world, invoice, null);
  else if (how.payment_behavior === 'default_incomplete')
    changeSubscription(world, subscription.id, { status: 'past_due' });
  else {
    const offSession = how.off_session ?? false;
    quietly(() => attempt(world, invoice, { offSession }));
  }
}

function wait(world: World, subscription: Subscription, charged: Charged[]): void {
  const created = world.clock.now();
  for (const each of charged)
    world.store.save({
      id: newId('ii'),
      object: 'pending_item' as const,
      subscription: subscription.id,
      created,
      charged: each,
    });
}

type Ending = { prorate?: boolean | undefined; invoice_now?: boolean | undefined };

/** A last invoice; what it gives back stays with the customer's balance. */
export function billEnding(world: World, subscription: Subscription, ending: Ending): void {
  const paid = subscription.status === 'active';
  const credit =
    ending.prorate && paid
      ? credited(subscription.items.data, world.clock.now(), periodOf(subscription))
      : [];
  const waiting = world.store
    .all('pending_item')
    .some((item) => item.subscription === subscription.id);
  if (!ending.invoice_now || (credit.length === 0 && !waiting)) return;
  invoiceNow(world, subscription, credit, { off_session: true });
}
