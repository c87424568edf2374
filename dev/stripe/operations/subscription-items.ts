import { badParameter, refused } from '../http/stripe-error';
import type { Metadata } from '../objects/money';
import type { Price } from '../objects/catalog';
import type { SubscriptionItem } from '../objects/subscription';
import { changedMetadata, type MetadataChange } from '../http/shared-parameters';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { recurringPrice } from './catalog';
import { periodEnd } from './periods';

type Wanted = {
  price?: string | undefined;
  quantity?: number | undefined;
  metadata?: MetadataChange | undefined;
};

type Frame = { id: string; now: number; anchor: number; trialEnd: number | null };

export function draftItems(world: World, wanted: Wanted[], frame: Frame): SubscriptionItem[] {
  const items = wanted.map((each, index) => {
    const param = `items[${index}][price]`;
    if (!each.price) throw badParameter(`Missing required param: ${param}.`, { param });
    const price = recurringPrice(world, each.price, param);
    const end = frame.trialEnd ?? endOf(price, frame);
    return newItem({
      subscription: frame.id,
      price,
      quantity: each.quantity ?? 1,
      metadata: changedMetadata({}, each.metadata),
      period: { start: frame.now, end },
      created: frame.now,
    });
  });
  assertAlike(items);
  return items;
}

const endOf = (price: Price, { anchor, now }: Frame) =>
  price.recurring ? periodEnd(anchor, now, price.recurring) : now;

type ItemBirth = {
  subscription: string;
  price: Price;
  quantity: number;
  metadata: Metadata;
  period: { start: number; end: number };
  created: number;
};

export function newItem({ period, ...birth }: ItemBirth): SubscriptionItem {
  return {
    ...birth,
    id: newId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    current_period_end: period.end,
    current_period_start: period.start,
    discounts: [],
    tax_rates: [],
  };
}

/** One invoice for all of them: one interval, one currency. */
export function assertAlike(items: SubscriptionItem[]): void {
  const rhythm = ({ price }: SubscriptionItem) =>
    `${price.recurring?.interval_count} ${price.recurring?.interval}`;
  const [first] = items;
  if (!first) throw badParameter('A subscription must have at least one item.', { param: 'items' });
  if (items.some((item) => rhythm(item) !== rhythm(first)))
    throw refused(
      'The simulator bills all items of a subscription together: their prices must have the same `recurring[interval]` and `recurring[interval_count]`.',
      { param: 'items' },
    );
  if (items.some(({ price }) => price.currency !== first.price.currency))
    throw refused(
      'The specified prices must have the same currency: a subscription has one currency.',
      { param: 'items' },
    );
}

/** A method that may be charged without the customer has to be the customer's own. */
export function ownMethod(world: World, customer: string, id: string | undefined): string | null {
  if (id === undefined) return null;
  const method = world.store.find('payment_method', id);
  if (!method)
    throw refused(`No such PaymentMethod: '${id}'`, {
      code: 'resource_missing',
      param: 'default_payment_method',
    });
  if (method.customer !== customer)
    throw refused(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { code: 'resource_missing', param: 'default_payment_method' },
    );
  return id;
}
