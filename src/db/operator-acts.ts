import type { Tx } from './client';

/** False when this very act (by its update's id) is already on record. */
export async function insertOperatorAct(
  tx: Tx,
  act: {
    id: string;
    act: string;
    bookingId: string;
    subject: string;
    actor: string;
    reason: string;
  },
): Promise<boolean> {
  const { count } = await tx.operatorAct.createMany({ data: act, skipDuplicates: true });
  return count > 0;
}
