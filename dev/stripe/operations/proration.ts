import type { Charged, Period } from '../objects/invoice-line';
import type { SubscriptionItem } from '../objects/subscription';

type Change = { before: SubscriptionItem[]; after: SubscriptionItem[]; at: number; period: Period };

/**
 * By the second: what is left of the period is given back at the old prices and charged at the
 * new ones. An item that is as it was is left alone.
 */
export function prorated({ before, after, at, period }: Change): Charged[] {
  const stays = (item: SubscriptionItem, others: SubscriptionItem[]) =>
    others.some((other) => other.id === item.id && isSame(other, item));
  const rest = { share: shareLeft(at, period), period: { start: at, end: period.end } };
  return [
    ...before.filter((item) => !stays(item, after)).map((item) => unused(item, rest)),
    ...after.filter((item) => !stays(item, before)).map((item) => remaining(item, rest)),
  ];
}

/** What was paid for and is not used, all of it given back. */
export const credited = (items: SubscriptionItem[], at: number, period: Period): Charged[] =>
  items.map((item) =>
    unused(item, { share: shareLeft(at, period), period: { start: at, end: period.end } }),
  );

const isSame = (one: SubscriptionItem, other: SubscriptionItem) =>
  one.price.id === other.price.id && one.quantity === other.quantity;

const shareLeft = (at: number, { start, end }: Period) =>
  Math.min(1, Math.max(0, (end - at) / (end - start)));

type Rest = { share: number; period: Period };

const unused = (item: SubscriptionItem, rest: Rest): Charged =>
  part(item, rest, -1, `Unused time on ${titleOf(item)}`);

const remaining = (item: SubscriptionItem, rest: Rest): Charged =>
  part(item, rest, 1, `Remaining time on ${titleOf(item)}`);

const titleOf = ({ price, quantity }: SubscriptionItem) =>
  `${quantity} × ${price.nickname ?? price.id}`;

function part(
  { id, price, quantity }: SubscriptionItem,
  { share, period }: Rest,
  sign: 1 | -1,
  description: string,
): Charged {
  const amount = sign * Math.round(price.unit_amount * quantity * share);
  // Never -0, which is no amount to a reader of JSON.
  return { amount: amount || 0, description, item: id, period, price, quantity, proration: true };
}
