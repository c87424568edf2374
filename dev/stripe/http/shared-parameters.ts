import type { Metadata } from '../objects/money';
import { integer, nested, text, listOf, type Reader, type Values } from './parameters';
import { badParameter } from './stripe-error';

/** `null` for a key unsets it; `null` for the whole unsets all. */
export type MetadataChange = Record<string, string | null> | null;

export const metadata: Reader<MetadataChange> = (value, name) => {
  if (value === '') return null;
  if (typeof value !== 'object' || value === null)
    throw badParameter('Invalid hash', { param: name });
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, metadataValue(key, inner, name)]),
  );
};

function metadataValue(key: string, value: unknown, name: string): string | null {
  const param = `${name}[${key}]`;
  if (typeof value !== 'string') throw badParameter('Metadata values must be strings.', { param });
  if (key.length > 40)
    throw badParameter(
      `Metadata keys can have up to 40 characters; '${key.slice(0, 40)}...' is too long.`,
      { param },
    );
  if (value.length > 500)
    throw badParameter(
      `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters. Invalid value: ${value.slice(0, 10)}...`,
      { param },
    );
  return value === '' ? null : value;
}

export function changedMetadata(old: Metadata, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return old;
  if (change === null) return {};
  const merged = Object.entries({ ...old, ...change }).filter(([, value]) => value !== null);
  if (merged.length > 50)
    throw badParameter('Metadata can have up to 50 keys.', { param: 'metadata' });
  return Object.fromEntries(merged) as Metadata;
}

const expandable = new Set([
  ...['data', 'latest_charge', 'payment_method', 'customer', 'charge', 'payment_intent', 'refunds'],
  ...['balance_transaction', 'balance_transactions', 'failure_balance_transaction', 'source'],
  ...['setup_intent', 'pending_setup_intent', 'default_payment_method', 'invoice_settings'],
  ...['latest_invoice', 'confirmation_secret', 'payments', 'payment', 'invoice', 'lines'],
  ...['subscription', 'parent', 'subscription_details', 'items', 'price', 'product'],
]);

/** Refused before anything runs: an answer that cannot be shown must not have had an effect. */
const expandPath: Reader<string> = (value, name) => {
  const path = text(value, name);
  const unknown = path.split('.').find((part) => !expandable.has(part));
  if (unknown !== undefined)
    throw badParameter(`This property cannot be expanded (${unknown}).`, { param: 'expand' });
  return path;
};

export const expand = listOf(expandPath, 20);

const range = nested({ gt: integer, gte: integer, lt: integer, lte: integer });

/** `created=1` or `created[gte]=1`. */
export const created: Reader<Values<Record<'gt' | 'gte' | 'lt' | 'lte', typeof integer>>> = (
  value,
  name,
) => {
  if (typeof value !== 'string') return range(value, name);
  const exactly = integer(value, name);
  return { gte: exactly, lte: exactly };
};

const limit: Reader<number> = (value, name) => {
  const count = integer(value, name);
  if (count < 1 || count > 100)
    throw badParameter(`This value must be between 1 and 100 (it currently is '${count}').`, {
      code: 'parameter_invalid_integer',
      param: name,
    });
  return count;
};

export const paging = { limit, starting_after: text, ending_before: text, created, expand };
