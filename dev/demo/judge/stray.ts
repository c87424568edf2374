import type { Dossier } from './dossier';
import type { OpenedRecord } from './opened-record';
import { textOf } from './opened-record';

/** Whether an event is about money on another PaymentIntent than the booking's own. */
export function isStray(dossier: Dossier, { payload }: OpenedRecord): boolean {
  const refundId = textOf(payload['refundId']);
  const row = dossier.refunds.find((refund) => refund.refundId === refundId);
  const dispute = dossier.stripeDisputes.find(({ id }) => id === payload['disputeId']);
  const chargeId = row?.chargeId ?? dispute?.charge ?? textOf(payload['stripeChargeId']);
  const charge = dossier.charges.find(({ id }) => id === chargeId);
  return charge !== undefined && charge.payment_intent !== dossier.own?.id;
}
