import type { Database } from './client';
import type { Prisma } from './generated/client';

/** The read side of every question: pages and routes ask here, never a workflow. */

const PAYMENT = {
  booking: true,
  charges: { where: { own: true } },
  disputes: { orderBy: [{ createdAt: 'desc' }, { disputeId: 'asc' }] },
} satisfies Prisma.PaymentInclude;

const REFUND = { charge: { select: { currency: true } } } satisfies Prisma.RefundInclude;

/** A payment with its booking, once money was taken its one own charge, and the latest dispute first. */
export type PaymentRow = Prisma.PaymentGetPayload<{ include: typeof PAYMENT }>;
/** A refund with the currency of the charge that it gives back. */
export type RefundRow = Prisma.RefundGetPayload<{ include: typeof REFUND }>;
export type HistoryRow = Pick<
  Prisma.TransitionGetPayload<object>,
  'id' | 'type' | 'sequence' | 'createdAt'
>;

export async function paymentById(
  db: Database,
  paymentId: string,
): Promise<PaymentRow | undefined> {
  return found(await db.payment.findUnique({ where: { paymentId }, include: PAYMENT }));
}

export async function paymentOfBooking(
  db: Database,
  bookingId: string,
): Promise<PaymentRow | undefined> {
  return found(await db.payment.findUnique({ where: { bookingId }, include: PAYMENT }));
}

export async function paymentByIntent(
  db: Database,
  stripePaymentIntentId: string,
): Promise<PaymentRow | undefined> {
  return found(await db.payment.findUnique({ where: { stripePaymentIntentId }, include: PAYMENT }));
}

/** PostgreSQL's numbers are smaller than JavaScript's, and it is asked for none that it has not. */
const LAST_NUMBER = 2_147_483_647;

export async function paymentByNumber(
  db: Database,
  paymentNumber: number,
): Promise<PaymentRow | undefined> {
  if (paymentNumber > LAST_NUMBER) return undefined;
  return found(await db.payment.findUnique({ where: { paymentNumber }, include: PAYMENT }));
}

export async function historyOf(db: Database, bookingId: string): Promise<HistoryRow[]> {
  return db.transition.findMany({
    where: { aggregateid: bookingId },
    orderBy: { sequence: 'asc' },
    select: { id: true, type: true, sequence: true, createdAt: true },
  });
}

export async function refundsOf(db: Database, paymentId: string): Promise<RefundRow[]> {
  return db.refund.findMany({
    where: { paymentId },
    include: REFUND,
    orderBy: [{ createdAt: 'asc' }, { refundId: 'asc' }],
  });
}

export async function refundById(db: Database, refundId: string): Promise<RefundRow | undefined> {
  return found(await db.refund.findUnique({ where: { refundId }, include: REFUND }));
}

export async function refundByStripeId(
  db: Database,
  stripeRefundId: string,
): Promise<RefundRow | undefined> {
  return found(await db.refund.findUnique({ where: { stripeRefundId }, include: REFUND }));
}

/** Whether an id that anybody may have made up is one of our events'. */
export async function isEventOfOurs(db: Database, eventId: string): Promise<boolean> {
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  return uuid.test(eventId) && (await db.transition.count({ where: { id: eventId } })) > 0;
}

/** When a recorded event happened; undefined when it has not. */
export async function happenedAt(db: Database, eventIds: string[]): Promise<Date | undefined> {
  const { _max } = await db.transition.aggregate({
    where: { id: { in: eventIds } },
    _max: { createdAt: true },
  });
  return _max.createdAt ?? undefined;
}

function found<T>(row: T | null): T | undefined {
  return row ?? undefined;
}
