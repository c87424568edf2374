import { page } from '../paging';
import { must, text } from '../parameters';
import { route } from '../route';
import { expand, paging } from '../shared-parameters';
import { badParameter } from '../stripe-error';

type Searched = { metadata: Record<string, string> } & Partial<Record<Field, string | null>>;
type Field = 'status' | 'currency' | 'email' | 'customer';

const { limit } = paging;
const spec = { query: text, limit, page: text, expand };

/** Of Stripe's search language only what is needed to find things by their metadata. */
export const searchRoutes = (
  ['payment_intent', 'charge', 'customer', 'subscription', 'invoice'] as const
).map((kind) => {
  const url = `/v1/${kind}s/search`;
  return route('GET', url, spec, ({ world }, given) => {
    const isWanted = parsed(must(given.query, 'query'));
    const found = world.store.all(kind).filter(isWanted);
    const start = found.findIndex(({ id }) => id === given.page) + 1;
    const { data, has_more } = page(url, found.slice(start), { limit: given.limit });
    const next_page = has_more ? (data.at(-1)?.id ?? null) : null;
    return { object: 'search_result', data, has_more, next_page, url };
  });
});

function parsed(query: string): (object: Searched) => boolean {
  const clauses = query.split(/\s+AND\s+/i).map(clauseOf);
  return (object) => clauses.every((matches) => matches(object));
}

function clauseOf(clause: string): (object: Searched) => boolean {
  const [, field, key, value] =
    /^\s*(metadata|status|currency|email|customer)(?:\[["']([^"']+)["']\])?\s*:\s*["']([^"']*)["']\s*$/.exec(
      clause,
    ) ?? [];
  if (value === undefined || (field === 'metadata') !== (key !== undefined))
    throw badParameter(
      `The simulator understands clauses such as metadata['key']:'value', status:'succeeded', currency:'eur', email:'a@b.c' and customer:'cus_1', joined by AND; not ${clause.trim()}.`,
      { param: 'query' },
    );
  return (object) =>
    key === undefined ? object[field as Field] === value : object.metadata[key] === value;
}
