import type { Database } from '../db/client';
import { refundById, refundByStripeId, type RefundRow } from '../db/booking-reads';
import { findDispute } from '../db/disputes';
import type { InboxEvent } from '../db/stripe-events';
import { isBilling } from '../domain/stripe-event';
import type { Known, KnownPayment, KnownRefund } from './decision';
import type { KnownDispute } from './dispute-news';
import { subscriptionOf } from './subscription-news';

/** An invoice's money is its subscription's affair: no booking is paid with it. */
const NO_MONEY = { chargeKnown: false, accountedMinor: 0 };

/** Looks up what an event is about. Several reads without a lock: what it leads to is idempotent. */
export async function lookUp(db: Database, event: InboxEvent): Promise<Known> {
  if (isBilling(event.type)) return { ...(await subscriptionOf(db, event)), ...NO_MONEY };
  const { chargeId, paymentIntentId } = event.facts;
  const charge = chargeId ? await chargeOf(db, chargeId) : undefined;
  const payment =
    (paymentIntentId && (await paymentWhere(db, { stripePaymentIntentId: paymentIntentId }))) ||
    (charge && (await paymentWhere(db, { paymentId: charge.paymentId }))) ||
    (await claimedPayment(db, event));
  const refund = await refundOf(db, event);
  const dispute = payment && (await disputeOf(db, event));
  const bookingId = payment ? undefined : await knownBooking(db, event.facts.bookingId);
  return {
    ...(payment && { payment }),
    ...(bookingId !== undefined && { bookingId }),
    ...(refund && { refund }),
    ...(dispute && { dispute }),
    chargeKnown: charge !== undefined,
    accountedMinor: charge?.accountedMinor ?? 0,
  };
}

/** Metadata alone never proves that a charge or a refund is ours; a PaymentIntent we look into. */
async function claimedPayment(
  db: Database,
  { type, facts }: InboxEvent,
): Promise<KnownPayment | undefined> {
  if (!type.startsWith('payment_intent.') || !facts.paymentId) return undefined;
  return paymentWhere(db, { paymentId: facts.paymentId });
}

async function paymentWhere(
  db: Database,
  where: { paymentId: string } | { stripePaymentIntentId: string },
): Promise<KnownPayment | undefined> {
  const row = await db.payment.findUnique({ where, include: { booking: true } });
  if (!row) return undefined;
  const { paymentId, bookingId, booking, stripePaymentIntentId } = row;
  return {
    paymentId,
    bookingId,
    bookingStatus: booking.status,
    workflowId: booking.workflowId,
    ...(stripePaymentIntentId !== null && { stripePaymentIntentId }),
  };
}

async function chargeOf(db: Database, stripeChargeId: string) {
  const row = await db.charge.findUnique({ where: { stripeChargeId } });
  if (!row) return undefined;
  // Failed refunds count too: an older total still includes them.
  const { _sum } = await db.refund.aggregate({
    where: { stripeChargeId, stripeRefundId: { not: null } },
    _sum: { amountMinor: true },
  });
  return { paymentId: row.paymentId, accountedMinor: _sum.amountMinor ?? 0 };
}

async function refundOf(
  db: Database,
  { type, objectId, facts }: InboxEvent,
): Promise<KnownRefund | undefined> {
  if (!type.startsWith('refund.')) return undefined;
  const byMetadata = facts.refundId ? await refundById(db, facts.refundId) : undefined;
  const row = byMetadata ?? (await refundByStripeId(db, objectId));
  return row && knownRefund(row);
}

async function disputeOf(
  db: Database,
  { type, objectId }: InboxEvent,
): Promise<KnownDispute | undefined> {
  return type.startsWith('charge.dispute.') ? findDispute(db, objectId) : undefined;
}

function knownRefund(row: RefundRow): KnownRefund {
  const { refundId, paymentId, workflowId, status, reason, manual } = row;
  return { refundId, paymentId, workflowId, status, reason, manual };
}

async function knownBooking(db: Database, bookingId?: string): Promise<string | undefined> {
  if (!bookingId) return undefined;
  const row = await db.booking.findUnique({ where: { bookingId }, select: { bookingId: true } });
  return row?.bookingId;
}
