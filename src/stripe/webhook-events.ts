import { z } from 'zod';
import type { StripeFacts, VerifiedEvent } from '../domain/stripe-event';

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

/** The types that mean something to us: what webhooks are kept, and what a backfill asks for. */
export const HANDLED_TYPES: readonly string[] = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'charge.refunded',
  'charge.expired',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
];

/** The event as it is kept; undefined for a type that means nothing to us. */
export function verifiedEvent(event: StripeSnapshot): VerifiedEvent | undefined {
  const object = event.data.object;
  const objectId = text(object['id']);
  if (!HANDLED_TYPES.includes(event.type) || objectId === undefined) return undefined;
  return {
    stripeEventId: event.id,
    type: event.type,
    objectId,
    livemode: event.livemode,
    createdAt: new Date(event.created * 1_000),
    facts: compact(factsOf(event.type, objectId, object)),
  };
}

type Loose = { [K in keyof StripeFacts]: StripeFacts[K] | undefined };
type StripeObject = Record<string, unknown>;

function factsOf(type: string, objectId: string, object: StripeObject): Loose {
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
