import { happenedAt, refundById, type PaymentRow, type RefundRow } from '../db/booking-reads';
import type { Database } from '../db/client';
import { eventIdOf, hash24, refundIdOf } from '../domain/ids';
import type { RefundWish } from './refunding';

/** How long an identical order without a key still means the refund that was just made. */
const SAME_FOR_MS = 60_000;

/**
 * The identity of an alias's refund without Idempotency-Key: the same paymentId, amount and reason
 * are one refund while the first is pending and for 60 s after it; then the next one begins.
 */
export async function bodyIdentity(
  db: Database,
  payment: PaymentRow,
  { amount, reason }: RefundWish,
): Promise<string> {
  const { paymentId, bookingId } = payment;
  const hash = hash24(JSON.stringify([paymentId, amount ?? null, reason ?? null]));
  for (let before = 0; ; before += 1) {
    const identity = `body:${hash}:${before}`;
    const refund = await refundById(db, refundIdOf(paymentId, identity));
    if (!refund || (await stillTheSame(db, bookingId, refund))) return identity;
  }
}

async function stillTheSame(db: Database, bookingId: string, refund: RefundRow): Promise<boolean> {
  if (refund.status === 'pending') return true;
  const discriminator = `${refund.refundId}:${refund.attempt}`;
  const endings = ['payment.refunded', 'payment.refund_failed'] as const;
  const ids = endings.map((type) => eventIdOf(bookingId, type, discriminator));
  const endedAt = (await happenedAt(db, ids)) ?? refund.createdAt;
  return Date.now() - endedAt.getTime() < SAME_FOR_MS;
}
