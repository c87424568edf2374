import { subscriptionOf, type Invoice } from '../objects/invoice';
import type { InvoicePayment } from '../objects/invoice-payment';
import type { Subscription } from '../objects/subscription';
import type { World } from '../state/world';

/** Every change after the creation is told, with what it was before. */
export function changeSubscription(
  world: World,
  id: string,
  change: Partial<Subscription>,
): Subscription {
  const before = mustFind(world, id);
  const after = world.store.save({ ...before, ...change });
  if (JSON.stringify(before) !== JSON.stringify(after))
    world.events.emit('customer.subscription.updated', after, before);
  return after;
}

export function mustFind(world: World, id: string): Subscription {
  const subscription = world.store.find('subscription', id);
  if (!subscription) throw new Error(`There is no subscription ${id}.`);
  return subscription;
}

export const subscriptionBilledBy = (world: World, invoice: Invoice): Subscription =>
  mustFind(world, subscriptionOf(invoice));

export const paymentOf = (world: World, invoice: Invoice): InvoicePayment | undefined =>
  world.store.all('invoice_payment').find((payment) => payment.invoice === invoice.id);

/** Paid with the subscription's own method, else with the customer's; one that was detached is none. */
export function defaultMethod(
  world: World,
  subscription: Pick<Subscription, 'default_payment_method' | 'customer'>,
) {
  const customer = world.store.find('customer', subscription.customer);
  const own = subscription.default_payment_method ?? '';
  const general = customer?.invoice_settings.default_payment_method ?? '';
  return [own, general]
    .map((id) => world.store.find('payment_method', id))
    .find((method) => method?.customer === subscription.customer);
}
