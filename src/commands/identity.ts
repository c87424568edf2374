import { createHash } from 'node:crypto';
import type { CustomerCommandType } from '@booking-payment/events';

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
  return given.find(isIdentity) ?? hashOf(body);
}

/** What decides whose and which it is, and what is charged. All else may differ from copy to copy. */
const DECIDES: Readonly<Record<CustomerCommandType, readonly string[]>> = {
  'stripe.payment.request': [
    'customerId',
    'amount',
    'currency',
    'paymentMethodId',
    'subscriptionPlanId',
    'metadata.bookingId',
  ],
  'stripe.subscription.setup': [
    'customerId',
    'subscriptionPlanId',
    'paymentMethodId',
    'planInfo.stripePriceId',
    'planInfo.trialDays',
    'subscriptionContext.action',
    'subscriptionContext.subscriptionId',
    'subscriptionContext.atPeriodEnd',
  ],
  'stripe.webhook.received': [], // known by Stripe's own event
};

/** Who says these asks for no more than who is silent. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  'subscriptionContext.action': 'create',
  'subscriptionContext.atPeriodEnd': false,
};

/**
 * What is asked for, to tell a repeat from another request under the same id. A sender that makes
 * its message anew may give it another eventId, time or return address, and write what is absent
 * as `null`: it is a repeat all the same. What is absent leaves no trace, so that a field which
 * joins the list makes no stranger of a request that is on record without it.
 */
export function fingerprintOf(
  command: CustomerCommandType,
  body: Readonly<Record<string, unknown>>,
): string {
  const asked = DECIDES[command]
    .map((path) => [path, valueAt(body, path)] as const)
    .filter(([path, value]) => value !== undefined && value !== DEFAULTS[path]);
  return hashOf(Object.fromEntries(asked));
}

/** An empty text says nothing: it is absent too. */
function valueAt(body: unknown, path: string): unknown {
  const value = path
    .split('.')
    .reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), body);
  return value === '' || value === null ? undefined : value;
}

/** What no row could keep is refused by the schema, and the refusal needs an identity too. */
function isIdentity(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST) return false;
  return !/\0|\p{Surrogate}/u.test(value);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(keySorted(value)).digest('hex');
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
