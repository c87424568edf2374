import type { DeclinedAttempt } from '../domain/decisions/paying';
import type { StripeFacts, VerifiedEvent } from '../domain/stripe-event';
import type { Database } from './client';
import { recoveredEvents } from './recovered-events';

/** An event of the inbox on its way to the workflow that it concerns. */
export interface InboxEvent {
  stripeEventId: string;
  type: string;
  objectId: string;
  facts: StripeFacts;
  /** How often it has been taken up before. */
  deliveries: number;
  receivedAt: Date;
}

/** The receiver delivers at once; only what it leaves undone is the dispatcher's. */
const RECEIVER_HAS_MS = 3_000;

/** False when the event is there already. `outcome` closes it without a delivery. */
export async function recordEvent(
  db: Database,
  { facts, ...event }: VerifiedEvent,
  { outcome, source = 'webhook' }: { outcome?: string; source?: 'webhook' | 'backfill' } = {},
): Promise<boolean> {
  const now = new Date();
  const { count } = await db.stripeEvent.createMany({
    data: {
      ...event,
      paymentIntentId: facts.paymentIntentId ?? null,
      subscriptionId: facts.subscriptionId ?? null,
      facts: { ...facts },
      source,
      nextDeliveryAt: new Date(now.getTime() + (source === 'webhook' ? RECEIVER_HAS_MS : 0)),
      ...(outcome !== undefined && { deliveredAt: now, outcome }),
    },
    skipDuplicates: true,
  });
  return count === 1;
}

/**
 * Takes undelivered events whose time has come, oldest first. They are set aside for `leaseMs`, so
 * that several dispatchers share the work and one that is killed blocks nothing.
 */
export async function claimEvents(
  db: Database,
  limit: number,
  leaseMs: number,
): Promise<InboxEvent[]> {
  const now = new Date();
  const until = new Date(now.getTime() + leaseMs);
  const rows = await db.$queryRaw<InboxEvent[]>`
    UPDATE stripe_events SET next_delivery_at = ${until}, deliveries = deliveries + 1
    WHERE stripe_event_id IN (
      SELECT stripe_event_id FROM stripe_events
      WHERE delivered_at IS NULL AND next_delivery_at <= ${now}
      ORDER BY received_at, stripe_event_id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING stripe_event_id AS "stripeEventId", type, object_id AS "objectId", facts,
      deliveries - 1 AS deliveries, received_at AS "receivedAt"`;
  return rows.sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}

export async function markDelivered(
  db: Database,
  stripeEventIds: string[],
  outcome: string,
): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { stripeEventId: { in: stripeEventIds }, deliveredAt: null },
    data: { deliveredAt: new Date(), outcome },
  });
}

export async function postpone(db: Database, stripeEventId: string, waitMs: number): Promise<void> {
  await db.stripeEvent.updateMany({
    where: { stripeEventId, deliveredAt: null },
    data: { nextDeliveryAt: new Date(Date.now() + waitMs) },
  });
}

/** What still waits to be delivered, for the metrics. */
export async function backlog(
  db: Database,
): Promise<{ count: number; oldest?: Date; recovered: number }> {
  const { _count, _min } = await db.stripeEvent.aggregate({
    where: { deliveredAt: null },
    _count: true,
    _min: { receivedAt: true },
  });
  const { recovered } = await recoveredEvents(db);
  return { count: _count, ...(_min.receivedAt && { oldest: _min.receivedAt }), recovered };
}

/** The declined attempts on a PaymentIntent, in Stripe's order. */
export async function declinedAttempts(
  db: Pick<Database, 'stripeEvent'>,
  paymentIntentId: string,
): Promise<DeclinedAttempt[]> {
  const rows = await db.stripeEvent.findMany({
    where: { paymentIntentId, type: 'payment_intent.payment_failed' },
    orderBy: [{ createdAt: 'asc' }, { receivedAt: 'asc' }, { stripeEventId: 'asc' }],
  });
  return rows.map(({ stripeEventId, facts }) => attemptOf(stripeEventId, facts as StripeFacts));
}

function attemptOf(stripeEventId: string, facts: StripeFacts): DeclinedAttempt {
  const { chargeId, code, declineCode, message, methodType } = facts;
  return {
    stripeEventId,
    ...(chargeId !== undefined && { stripeChargeId: chargeId }),
    ...(code !== undefined && { errorCode: code }),
    ...(declineCode !== undefined && { declineCode }),
    ...(message !== undefined && { errorMessage: message }),
    ...(methodType !== undefined && { methodType }),
  };
}

/** The verified event that told of a PaymentIntent's success, if its webhook has come. */
export async function successEvent(
  db: Database,
  paymentIntentId: string,
): Promise<string | undefined> {
  const where = { paymentIntentId, type: 'payment_intent.succeeded' };
  const row = await db.stripeEvent.findFirst({ where, select: { stripeEventId: true } });
  return row?.stripeEventId;
}
