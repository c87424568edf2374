import { z } from 'zod';
import { isBilling, type StripeFacts, type VerifiedEvent } from '../domain/stripe-event';
import { isHandled } from './handled-types';

/** The last second that PostgreSQL and Date both know. */
const LATEST_SECOND = 8_640_000_000_000;

/** What every snapshot event has; the rest depends on its type and on Stripe's API version. */
const snapshot = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  created: z.number().int().min(0).max(LATEST_SECOND),
  livemode: z.boolean(),
  api_version: z.string().nullish(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

export type StripeSnapshot = z.infer<typeof snapshot>;

/** Undefined when the signed bytes are no snapshot event. */
export function parseEvent(body: Uint8Array): StripeSnapshot | undefined {
  try {
    return readSnapshot(JSON.parse(Buffer.from(body).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The same of an event that Stripe itself has listed. */
export function readSnapshot(event: unknown): StripeSnapshot | undefined {
  const parsed = snapshot.safeParse(event);
  return parsed.success ? parsed.data : undefined;
}

/** The event as it is kept; undefined for a type that means nothing to us. */
export function verifiedEvent(event: StripeSnapshot): VerifiedEvent | undefined {
  const object = event.data.object;
  const objectId = text(object['id']) ?? toCome(event);
  if (!isHandled(event.type) || objectId === undefined) return undefined;
  return {
    stripeEventId: event.id,
    type: event.type,
    objectId,
    livemode: event.livemode,
    createdAt: new Date(event.created * 1_000),
    facts: compact(factsOf(event.type, objectId, object)),
  };
}

/** An invoice that is still to come has no id: whose it will be is all that it says. */
function toCome({ type, data }: StripeSnapshot): string | undefined {
  return type.startsWith('invoice.') ? invoicedSubscription(data.object).subscriptionId : undefined;
}

type Loose = { [K in keyof StripeFacts]: StripeFacts[K] | undefined };
type StripeObject = Record<string, unknown>;

function factsOf(type: string, objectId: string, object: StripeObject): Loose {
  if (isBilling(type)) return billingFacts(type, objectId, object);
  const metadata = record(object['metadata']);
  const shared = {
    bookingId: text(metadata['bookingId']),
    paymentId: text(metadata['paymentId']),
    amount: integer(object['amount']),
    status: text(object['status']),
  };
  if (type.startsWith('payment_intent.')) {
    const chargeId = idOf(object['latest_charge']);
    const attempt = type === 'payment_intent.payment_failed' ? attemptOf(object) : {};
    return { ...shared, chargeId, ...attempt, paymentIntentId: objectId };
  }
  const paymentIntentId = idOf(object['payment_intent']);
  if (type === 'charge.refunded' || type === 'charge.expired') {
    const amountRefunded = integer(object['amount_refunded']);
    return { ...shared, paymentIntentId, chargeId: objectId, amountRefunded };
  }
  return {
    ...shared,
    paymentIntentId,
    chargeId: idOf(object['charge']),
    refundId: text(metadata['refundId']),
    reason: text(object['reason']),
    failureReason: text(object['failure_reason']),
  };
}

/** Whose they are: the rest is read from Stripe. An invoice bears its subscription's metadata. */
function billingFacts(type: string, objectId: string, object: StripeObject): Loose {
  const status = text(object['status']);
  if (type.startsWith('customer.subscription.'))
    return { status, subscriptionId: objectId, setupId: setupIn(object['metadata']) };
  if (type.startsWith('setup_intent.')) return { status };
  return { status, ...invoicedSubscription(object) };
}

/** An endpoint of an API version before basil (2025-03-31) has it on the invoice itself. */
function invoicedSubscription(invoice: StripeObject): Loose {
  const of = record(record(invoice['parent'])['subscription_details']);
  const before = record(invoice['subscription_details']);
  return {
    subscriptionId: idOf(of['subscription']) ?? idOf(invoice['subscription']),
    setupId: setupIn(of['metadata']) ?? setupIn(before['metadata']),
  };
}

function setupIn(metadata: unknown): string | undefined {
  return text(record(metadata)['setupId']);
}

/** What the last attempt came to. One that failed before any charge still shows an older one. */
function attemptOf(intent: StripeObject): Loose {
  const error = record(intent['last_payment_error']);
  const code = text(error['code']);
  const charged = code !== 'payment_intent_authentication_failure';
  return {
    chargeId: idOf(error['charge']) ?? (charged ? idOf(intent['latest_charge']) : undefined),
    code,
    declineCode: text(error['decline_code']),
    message: text(error['message']),
    methodType: text(record(error['payment_method'])['type']),
  };
}

function record(value: unknown): StripeObject {
  return typeof value === 'object' && value !== null ? (value as StripeObject) : {};
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  // PostgreSQL stores neither NUL nor half a character; nothing of Stripe's that we keep is longer.
  return value.slice(0, 500).replace(/\0|\p{Surrogate}/gu, '');
}

function integer(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** References are ids, or whole objects where they were expanded. */
function idOf(value: unknown): string | undefined {
  return text(typeof value === 'string' ? value : record(value)['id']);
}

function compact(facts: Loose): StripeFacts {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(known);
}
