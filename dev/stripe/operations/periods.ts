import type { Interval, Recurring } from '../objects/catalog';
import { DAY } from '../state/clock';

const perMonth: Partial<Record<Interval, number>> = { month: 1, year: 12 };

/**
 * The end of the period that begins at `start`. Counted from the anchor, so that a subscription
 * of 31 January is billed on 28 February and again on 31 March.
 */
export function periodEnd(anchor: number, start: number, recurring: Recurring): number {
  for (let count = 1; ; count += 1) {
    const end = after(anchor, count, recurring);
    if (end > start) return end;
  }
}

function after(anchor: number, count: number, { interval, interval_count }: Recurring): number {
  const months = perMonth[interval];
  if (months !== undefined) return monthsAfter(anchor, count * interval_count * months);
  return anchor + count * interval_count * (interval === 'week' ? 7 * DAY : DAY);
}

function monthsAfter(anchor: number, months: number): number {
  const from = new Date(anchor * 1000);
  const day = from.getUTCDate();
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, last));
  return to.getTime() / 1000;
}
