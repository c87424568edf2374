import type { Charged, Period } from '../objects/invoice-line';
import type { Subscription, SubscriptionItem } from '../objects/subscription';
import type { World } from '../state/world';
import { formatMoney } from './currencies';

/** What its items cost for the whole of a period; nothing while on trial. */
export function chargedFor(items: SubscriptionItem[], period: Period, trial = false): Charged[] {
  return items.map(({ id, price, quantity }) => ({
    amount: trial ? 0 : price.unit_amount * quantity,
    description: trial ? `Trial period for ${nameOf(price)}` : `${quantity} × ${nameOf(price)}`,
    item: id,
    period,
    price,
    quantity,
  }));
}

function nameOf({
  unit_amount,
  currency,
  recurring,
  nickname,
  product,
}: SubscriptionItem['price']) {
  const every = recurring?.interval_count === 1 ? '' : `${recurring?.interval_count ?? 1} `;
  const cost = `${formatMoney(unit_amount, currency)} / ${every}${recurring?.interval ?? 'once'}`;
  return `${nickname ?? product} (at ${cost})`;
}

/** What has been waiting for the next invoice, and does so no longer. */
export function takePending(world: World, { id }: Pick<Subscription, 'id'>): Charged[] {
  const waiting = world.store
    .all('pending_item')
    .filter((item) => item.subscription === id)
    .reverse();
  waiting.forEach((item) => world.store.remove(item));
  return waiting.map((item) => ({ ...item.charged, invoiceItem: item.id }));
}
