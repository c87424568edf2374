import type { RequestedBy, RefundStatus } from '../domain/refund';
import { mayRefundBecome } from '../domain/transition-table';
import type { Database, Tx } from './client';
import type { Booking, Charge, Payment, Refund } from './generated/client';

export type RefundRow = Refund & { charge: Charge; payment: Payment & { booking: Booking } };

const WITH_CHARGE = { charge: true, payment: { include: { booking: true } } } as const;

export async function findRefund(
  db: Database | Tx,
  refundId: string,
): Promise<RefundRow | undefined> {
  const row = await db.refund.findUnique({ where: { refundId }, include: WITH_CHARGE });
  return row ?? undefined;
}

/** Stripe has a refund of this attempt, whatever became of it, or a person has paid it back. */
export function isAccepted(row: Pick<Refund, 'stripeRefundId' | 'manual' | 'status'>): boolean {
  return row.stripeRefundId !== null || (row.manual && row.status === 'succeeded');
}

export async function insertRefund(
  tx: Tx,
  refund: {
    refundId: string;
    paymentId: string;
    stripeChargeId: string;
    workflowId: string;
    amountMinor: number;
    reason: string;
    requestedBy: RequestedBy;
    stripeRefundId?: string;
  },
): Promise<void> {
  await tx.refund.create({ data: refund });
}

/** Throws where the table forbids the move: whoever decided it has a bug. */
export async function updateRefund(
  tx: Tx,
  { refundId, status }: Pick<Refund, 'refundId' | 'status'>,
  change: {
    status?: RefundStatus;
    attempt?: number;
    stripeRefundId?: string | null;
    manual?: boolean;
    errorCode?: string | null;
    errorMessage?: string | null;
  },
): Promise<void> {
  if (!mayRefundBecome(status, change.status ?? status))
    throw new Error(`refund ${refundId} may not become ${change.status} from ${status}`);
  await tx.refund.update({ where: { refundId }, data: change });
}
