import type { Values } from '../http/parameters';
import { changedMetadata } from '../http/shared-parameters';
import { badParameter, noSuch } from '../http/stripe-error';
import type { updateSpec } from '../http/subscription-parameters';
import { periodOf, type Subscription, type SubscriptionItem } from '../objects/subscription';
import type { World } from '../state/world';
import { recurringPrice } from './catalog';
import { assertAlike, newItem } from './subscription-items';

type ItemChange = NonNullable<Values<typeof updateSpec>['items']>[number];

/** An item that is named changes; one without an id is a further one, as at Stripe. */
export function changedItems(
  world: World,
  subscription: Subscription,
  changes: ItemChange[],
): SubscriptionItem[] {
  let items = subscription.items.data;
  changes.forEach((change, index) => {
    items = withChange(world, { subscription, items, change, index });
  });
  assertAlike(items);
  return items;
}

type Step = {
  subscription: Subscription;
  items: SubscriptionItem[];
  change: ItemChange;
  index: number;
};

function withChange(world: World, step: Step): SubscriptionItem[] {
  const { subscription, items, change, index } = step;
  const param = `items[${index}][price]`;
  const price = change.price ? recurringPrice(world, change.price, param) : undefined;
  if (change.id === undefined) {
    if (!price) throw badParameter(`Missing required param: ${param}.`, { param });
    if (items.some((item) => item.price.id === price.id))
      throw badParameter(`Cannot add multiple subscription items with the same plan: ${price.id}`, {
        param,
      });
    const created = world.clock.now();
    const metadata = changedMetadata({}, change.metadata);
    const quantity = change.quantity ?? 1;
    const period = periodOf(subscription);
    const birth = { subscription: subscription.id, price, quantity, metadata, period, created };
    return [...items, newItem(birth)];
  }
  const before = items.find((item) => item.id === change.id);
  if (!before) throw noSuch('subscription item', change.id, `items[${index}][id]`);
  if (change.deleted) return items.filter((item) => item !== before);
  const after = {
    ...before,
    metadata: changedMetadata(before.metadata, change.metadata),
    price: price ?? before.price,
    quantity: change.quantity ?? before.quantity,
  };
  return items.map((item) => (item === before ? after : item));
}
