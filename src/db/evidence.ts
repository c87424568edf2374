import type { EvidenceRows } from '../domain/evidence/pack';
import type { Database } from './client';
import { disputeOfBooking } from './disputes';

/** What our rows have to say about a disputed charge; undefined when there is no such dispute. */
export async function evidenceRows(
  db: Database,
  disputeId: string,
): Promise<EvidenceRows | undefined> {
  const found = await disputeOfBooking(db, disputeId);
  if (!found) return undefined;
  const { payment, ...dispute } = found;
  const { booking } = payment;
  const { stripeChargeId } = dispute;
  const [events, refunds] = await Promise.all([
    db.transition.findMany({
      where: { aggregateid: booking.bookingId },
      orderBy: { sequence: 'asc' },
      select: { type: true, createdAt: true },
    }),
    db.refund.findMany({
      where: { stripeChargeId },
      orderBy: [{ createdAt: 'asc' }, { refundId: 'asc' }],
      include: { charge: { select: { currency: true } } },
    }),
  ]);
  return {
    dispute,
    booking: { ...booking, metadata: booking.metadata as Record<string, unknown> },
    payment,
    events,
    refunds: refunds.map(({ charge, ...refund }) => ({ ...refund, ...charge })),
  };
}
