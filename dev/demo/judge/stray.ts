import type { Dossier } from './dossier';
import type { OpenedRecord } from './opened-record';
import { textOf } from './opened-record';
import { atStripe } from './refunds';

/** Whether an event is about money on another PaymentIntent than the booking's own. */
export function isStray(dossier: Dossier, { payload }: OpenedRecord): boolean {
  const refundId = textOf(payload['refundId']);
  const refund = refundId === '' ? undefined : refundOf(dossier, refundId);
  const chargeId = refund ? refund.charge : textOf(payload['stripeChargeId']);
  const charge = dossier.charges.find(({ id }) => id === chargeId);
  return charge !== undefined && charge.payment_intent !== dossier.own?.id;
}

function refundOf(dossier: Dossier, refundId: string) {
  const row = dossier.refunds.find((refund) => refund.refundId === refundId);
  return atStripe(dossier, refundId, row?.stripeRefundId);
}
