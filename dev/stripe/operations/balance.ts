import { newBalanceTransaction, type BalanceTransaction } from '../objects/money';
import { DAY } from '../state/clock';
import { newId } from '../state/ids';
import type { World } from '../state/world';
import { decimalsOf } from './currencies';

type Booking = {
  type: BalanceTransaction['type'];
  category: string;
  amount: number;
  currency: string;
  source: string;
  fee?: number;
  feeFor?: string;
  atOnce?: boolean;
};

/** Books money in or out of the account's balance. */
export function book(world: World, booking: Booking): BalanceTransaction {
  const created = world.clock.now();
  return world.store.save(
    newBalanceTransaction({
      id: newId('txn'),
      amount: booking.amount,
      currency: booking.currency,
      source: booking.source,
      type: booking.type,
      reporting_category: booking.category,
      fee: booking.fee ?? 0,
      feeFor: booking.feeFor ?? '',
      created,
      available_on: booking.atOnce ? created : created + 2 * DAY,
    }),
  );
}

/** 2.9 % and 30 cents; it is not given back with a refund. */
export function processingFee(amount: number, currency: string): number {
  return Math.round((amount * 29) / 1000) + (decimalsOf(currency) === 2 ? 30 : 0);
}

/** Pending money becomes available by the clock alone, so it is told when read. */
export function asOfNow(world: World, booked: BalanceTransaction): BalanceTransaction {
  const available = booked.available_on <= world.clock.now();
  return { ...booked, status: available ? 'available' : 'pending' };
}
