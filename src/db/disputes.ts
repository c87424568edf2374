import type { DisputeFacts } from '../domain/dispute';
import type { Database, Tx } from './client';
import type { Dispute, Prisma } from './generated/client';

export type DisputeRow = Dispute;

const WITH_BOOKING = { payment: { include: { booking: true } } } satisfies Prisma.DisputeInclude;

/** A dispute with the payment and the booking that it is about. */
export type DisputeOfBooking = Prisma.DisputeGetPayload<{ include: typeof WITH_BOOKING }>;

export async function findDispute(
  db: Database | Tx,
  disputeId: string,
): Promise<DisputeRow | undefined> {
  return (await db.dispute.findUnique({ where: { disputeId } })) ?? undefined;
}

export async function disputeOfBooking(
  db: Database,
  disputeId: string,
): Promise<DisputeOfBooking | undefined> {
  const row = await db.dispute.findUnique({ where: { disputeId }, include: WITH_BOOKING });
  return row ?? undefined;
}

/** Whose payment a dispute is about: by the PaymentIntent on record, else by the charge. */
export async function disputedPayment(
  db: Database,
  { stripePaymentIntentId, stripeChargeId }: DisputeFacts,
): Promise<{ paymentId: string; bookingId: string; ownIntent: boolean } | undefined> {
  const select = { paymentId: true, bookingId: true };
  const byIntent =
    stripePaymentIntentId === undefined
      ? null
      : await db.payment.findUnique({ where: { stripePaymentIntentId }, select });
  if (byIntent) return { ...byIntent, ownIntent: true };
  const where = { stripeChargeId };
  const charge = await db.charge.findUnique({ where, select: { payment: { select } } });
  return charge ? { ...charge.payment, ownIntent: false } : undefined;
}

/** Stripe's word as it is now; `known` is ours to keep. */
export async function saveDispute(
  tx: Tx,
  facts: DisputeFacts,
  known: { paymentId: string; workflowId: string; refundable: boolean; answeredAt: Date | null },
): Promise<void> {
  const { disputeId, stripeChargeId, createdAt } = facts;
  const word = {
    amountMinor: facts.amountMinor,
    currency: facts.currency,
    reason: facts.reason,
    status: facts.status,
    refundable: known.refundable,
    withdrawnMinor: facts.withdrawnMinor,
    evidenceDueBy: facts.evidenceDueBy ?? null,
    evidenceSubmittedAt: known.answeredAt,
  };
  const { paymentId, workflowId } = known;
  const fixed = { disputeId, paymentId, stripeChargeId, workflowId, createdAt };
  await tx.dispute.upsert({ where: { disputeId }, create: { ...fixed, ...word }, update: word });
}

/** Stripe has taken our evidence. */
export async function markAnswered(tx: Tx, disputeId: string, at: Date): Promise<void> {
  const where = { disputeId, evidenceSubmittedAt: null };
  await tx.dispute.updateMany({ where, data: { evidenceSubmittedAt: at } });
}

/** A dispute of the charge keeps its refunds stopped; `reserve` asks the same in its statement. */
export async function isFrozen(db: Database | Tx, stripeChargeId: string): Promise<boolean> {
  return (await db.dispute.count({ where: { stripeChargeId, refundable: false } })) > 0;
}
