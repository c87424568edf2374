import type { Invoice } from '../objects/invoice';
import { isEnded } from '../objects/subscription';
import type { World } from '../state/world';
import { planRetry } from './dunning-plan';
import { attempt, quietly } from './invoice-collection';
import { endSubscription } from './subscription-ending';
import { changeSubscription, subscriptionBilledBy } from './subscription-state';

/** An unpaid invoice's next try. One that waits for its customer is not tried, but its time runs. */
export function retry(world: World, id: string): void {
  const invoice = world.store.find('invoice', id);
  if (invoice?.status !== 'open' || !invoice.auto_advance) return;
  if (isEnded(subscriptionBilledBy(world, invoice))) return;
  const retries = invoice.sim.retries + 1;
  const counted = world.store.save({ ...invoice, sim: { ...invoice.sim, retries } });
  if (canBeTried(world, invoice))
    quietly(() => attempt(world, planRetry(world, counted), { offSession: true }));
  else waitOn(world, counted);
  const after = world.store.find('invoice', id);
  if (after?.status === 'open' && world.settings().invoice_retry_days[retries] === undefined)
    giveUp(world, after);
}

/** Not while its customer is asked, or the bank has not answered yet. */
function canBeTried(world: World, invoice: Invoice): boolean {
  const intent = world.store.find('payment_intent', invoice.sim.intent ?? '');
  const status = intent?.status;
  return status === 'requires_payment_method' || status === 'requires_confirmation';
}

function waitOn(world: World, invoice: Invoice): void {
  const { attempt_count } = invoice;
  world.store.save({ ...planRetry(world, invoice), attempt_count, next_payment_attempt: null });
}

/** What Stripe's settings for failed payments say. */
function giveUp(world: World, invoice: Invoice): void {
  world.store.save({ ...invoice, auto_advance: false, next_payment_attempt: null });
  const ending = world.settings().dunning_ends_in;
  const subscription = subscriptionBilledBy(world, invoice);
  if (ending === 'canceled') endSubscription(world, subscription, { reason: 'payment_failed' });
  if (ending === 'unpaid') changeSubscription(world, subscription.id, { status: 'unpaid' });
}
