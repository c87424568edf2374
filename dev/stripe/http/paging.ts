import type { Values } from './parameters';
import type { paging } from './shared-parameters';
import { badParameter, noSuch } from './stripe-error';

type Item = { id: string; object: string; created: number };
type Paging = Values<typeof paging>;

export type Page<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };

/** `items` come newest first; `ending_before` walks towards the newest. */
export function page<T extends Item>(url: string, items: T[], given: Paging): Page<T> {
  const limit = given.limit ?? 10;
  const { starting_after: after, ending_before: before } = given;
  if (after && before)
    throw badParameter(
      'You may only specify one of these parameters: ending_before, starting_after.',
      {
        param: 'ending_before',
      },
    );
  const wanted = items.filter((item) => isCreatedIn(item.created, given.created));
  const [data, rest] = before
    ? lastOf(wanted.slice(0, placeOf(wanted, items, before)), limit)
    : firstOf(after ? wanted.slice(placeOf(wanted, items, after, 1)) : wanted, limit);
  return { object: 'list', data, has_more: rest > 0, url };
}

const firstOf = <T>(items: T[], limit: number) =>
  [items.slice(0, limit), items.length - limit] as const;

const lastOf = <T>(items: T[], limit: number) =>
  [items.slice(Math.max(0, items.length - limit)), items.length - limit] as const;

/** The cursor may point at an object that the filter left out. */
function placeOf<T extends Item>(wanted: T[], all: T[], id: string, past: 0 | 1 = 0): number {
  const place = all.findIndex((item) => item.id === id);
  if (place < 0)
    throw noSuch(all[0]?.object ?? 'object', id, past ? 'starting_after' : 'ending_before');
  const ahead = new Set(all.slice(0, place + past).map((item) => item.id));
  return wanted.filter((item) => ahead.has(item.id)).length;
}

export function isCreatedIn(created: number, range: Paging['created']): boolean {
  if (!range) return true;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}
