import { z } from 'zod';
import type { StripeFacts, VerifiedEvent } from '../domain/stripe-event';

/** What every snapshot event has; the rest depends on its type and on Stripe's API version. */
const snapshot = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  created: z.number(),
  livemode: z.boolean(),
  api_version: z.string().nullish(),
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
});

export type StripeSnapshot = z.infer<typeof snapshot>;

/** Undefined when the signed bytes are no snapshot event. */
export function parseEvent(body: Uint8Array): StripeSnapshot | undefined {
  try {
    const parsed = snapshot.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const HANDLED =
  /^(payment_intent\.(succeeded|payment_failed|canceled|processing|requires_action|amount_capturable_updated)|charge\.(refunded|expired)|refund\.\w+|charge\.dispute\.\w+)$/;

/** The event as it is kept; undefined for a type that means nothing to us. */
export function verifiedEvent(event: StripeSnapshot): VerifiedEvent | undefined {
  const object = event.data.object;
  const objectId = text(object['id']);
  if (!HANDLED.test(event.type) || objectId === undefined) return undefined;
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
  // PostgreSQL stores no NUL; nothing of Stripe's that we keep is longer.
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, 500) : undefined;
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
