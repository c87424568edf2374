import { createHash } from 'node:crypto';

/** As long as the schema lets it be. */
const LONGEST = 200;

/**
 * Who asks the same again (contracts.md 2.2): the first present of `metadata.requestId`,
 * `metadata.idempotencyKey`, header `ce_id`, the body itself. Never the offset: a record that is
 * sent twice has two.
 */
export function requestIdOf(
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
): string {
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  const given = [metadata['requestId'], metadata['idempotencyKey'], headers['ce_id']];
  return given.find(isIdentity) ?? createHash('sha256').update(keySorted(body)).digest('hex');
}

/**
 * What is asked for, to tell a repeat from another request under the same id. Repeats may bear
 * another time and other remarks; names and addresses are left out, for this is kept.
 */
export function fingerprintOf(body: Readonly<Record<string, unknown>>): string {
  const { timestamp: _, customerInfo: __, metadata, ...asked } = body;
  const bookingId = isObject(metadata) ? metadata['bookingId'] : undefined;
  return createHash('sha256')
    .update(keySorted({ ...asked, bookingId }))
    .digest('hex');
}

/** What no row could keep is refused by the schema, and the refusal needs an identity too. */
function isIdentity(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return false;
  return !/\0|\p{Surrogate}/u.test(value);
}

/** The order in which a sender writes its fields says nothing. Its depth has been measured. */
function keySorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
