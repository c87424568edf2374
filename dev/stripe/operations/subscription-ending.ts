import type { CancellationDetails, Subscription } from '../objects/subscription';
import { subscriptionOf } from '../objects/invoice';
import type { World } from '../state/world';
import { voidInvoice } from './invoices';
import { cancelSetup } from './setup-intents';
import { changeSubscription } from './subscription-state';

/** At once and for good. What is unpaid is not tried again; an unpaid first invoice is void. */
export function endSubscription(
  world: World,
  subscription: Subscription,
  details: Partial<CancellationDetails>,
): Subscription {
  const now = world.clock.now();
  stopCollecting(world, subscription);
  const ended = world.store.save({
    ...subscription,
    cancel_at: subscription.cancel_at_period_end ? now : null,
    canceled_at: subscription.canceled_at ?? now,
    cancellation_details: { ...subscription.cancellation_details, ...details },
    ended_at: now,
    pending_setup_intent: null,
    status: 'canceled' as const,
  });
  world.events.emit('customer.subscription.deleted', ended);
  return ended;
}

/** Not paid within 23 hours: it has never begun. */
export function expireIncomplete(world: World, id: string): void {
  const subscription = world.store.find('subscription', id);
  if (subscription?.status !== 'incomplete') return;
  stopCollecting(world, subscription);
  changeSubscription(world, id, {
    ended_at: world.clock.now(),
    pending_setup_intent: null,
    status: 'incomplete_expired',
  });
}

function stopCollecting(world: World, subscription: Subscription): void {
  const setup = world.store.find('setup_intent', subscription.pending_setup_intent ?? '');
  if (setup && setup.status !== 'succeeded') cancelSetup(world, setup, 'abandoned');
  const own = world.store.all('invoice').filter((each) => subscriptionOf(each) === subscription.id);
  for (const invoice of own) {
    if (invoice.status !== 'open' && invoice.status !== 'draft') continue;
    if (subscription.status === 'incomplete') voidInvoice(world, invoice);
    else world.store.save({ ...invoice, auto_advance: false, next_payment_attempt: null });
  }
  for (const item of world.store.all('pending_item'))
    if (item.subscription === subscription.id) world.store.remove(item);
}
