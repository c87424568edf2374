import type { ChargeTaken } from '../domain/decisions/paying';
import type { Database, Tx } from './client';
import type { Charge } from './generated/client';

export async function insertOwnCharge(tx: Tx, paymentId: string, charge: ChargeTaken) {
  await insert(tx, paymentId, charge, true);
}

/** False when the charge is already known. */
export async function insertStrayCharge(
  tx: Tx,
  paymentId: string,
  charge: ChargeTaken,
): Promise<boolean> {
  return insert(tx, paymentId, charge, false);
}

async function insert(tx: Tx, paymentId: string, charge: ChargeTaken, own: boolean) {
  const { count } = await tx.charge.createMany({
    data: {
      stripeChargeId: charge.stripeChargeId,
      paymentId,
      stripePaymentIntentId: charge.stripePaymentIntentId,
      own,
      amountMinor: charge.amountMinor,
      currency: charge.currency,
      receiptUrl: charge.receiptUrl ?? null,
    },
    skipDuplicates: true,
  });
  return count > 0;
}

export async function findCharge(
  db: Database | Tx,
  stripeChargeId: string,
): Promise<Charge | undefined> {
  return (await db.charge.findUnique({ where: { stripeChargeId } })) ?? undefined;
}

export async function ownCharge(db: Database | Tx, paymentId: string): Promise<Charge | undefined> {
  return (await db.charge.findFirst({ where: { paymentId, own: true } })) ?? undefined;
}

/** What has gone back of the booking's own charge by now. */
export async function refundedOfOwn(db: Database | Tx, paymentId: string): Promise<number> {
  return (await ownCharge(db, paymentId))?.refundedMinor ?? 0;
}

/**
 * Promises an amount of a charge to a refund, if that much is left: one statement, so that of many
 * at once only as many win as the charge can bear. False when it cannot, and while a dispute keeps
 * the charge's refunds stopped, unless that is left to Stripe to say.
 */
export async function reserve(
  tx: Tx,
  chargeId: string,
  amountMinor: number,
  { evenIfDisputed = false } = {},
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE charges SET reserved_minor = reserved_minor + ${amountMinor}
     WHERE stripe_charge_id = ${chargeId}
       AND reserved_minor + external_minor + ${amountMinor} <= amount_minor
       AND (${evenIfDisputed} OR NOT EXISTS (
             SELECT 1 FROM disputes
              WHERE disputes.stripe_charge_id = charges.stripe_charge_id AND NOT refundable))`;
  return changed === 1;
}

/** Changes totals and answers the charge as it stands then. */
export async function addToCharge(
  tx: Tx,
  stripeChargeId: string,
  change: { reservedMinor?: number; externalMinor?: number; refundedMinor?: number },
): Promise<Charge> {
  const { reservedMinor = 0, externalMinor = 0, refundedMinor = 0 } = change;
  return tx.charge.update({
    where: { stripeChargeId },
    data: {
      reservedMinor: { increment: reservedMinor },
      externalMinor: { increment: externalMinor },
      refundedMinor: { increment: refundedMinor },
    },
  });
}
