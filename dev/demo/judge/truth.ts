import type { Told } from '../tried';
import type { Dossier } from './dossier';
import { named } from './named';
import { atStripe } from './refunds';
import { isLive } from './sums';

/** Whatever was answered with a 2xx is so, and what is told as given back is in Stripe's ledger. */
export function truth(dossier: Dossier): string[] {
  const broken = dossier.booking.told.flatMap((told) =>
    lies(dossier, told).map((lie) => `${told.what} was answered 2xx, and ${lie}.`),
  );
  return named('I13', [...new Set(broken), ...inTheLedger(dossier)]);
}

function lies(dossier: Dossier, { what, body }: Told): string[] {
  const { payment, booking, own, refunds, disputes, transitions } = dossier;
  if (!payment) return ['there is no such booking'];
  const been = new Set(transitions.map(({ payload }) => payload['bookingStatus']));
  switch (what) {
    case 'create':
    case 'confirm':
      return [
        ...(body['paymentId'] === payment.paymentId ? [] : ['its payment has another id']),
        ...([undefined, own?.id].includes(body['stripePaymentIntentId'] as string | undefined)
          ? []
          : ['its PaymentIntent is another one']),
        ...(body['amount'] === booking.price.amountMinor ? [] : ['its amount is another one']),
      ];
    case 'read':
      return been.has(body['status']) ? [] : [`it never was ${String(body['status'])}`];
    case 'cancel':
      return payment.status === 'CANCELLED' ? [] : [`it is ${payment.status}`];
    case 'evidence':
      return disputes.some(
        ({ disputeId, submittedAt }) => disputeId === body['disputeId'] && submittedAt,
      )
        ? []
        : ['no evidence is on record'];
    case 'refund': {
      const row = refunds.find(({ refundId }) => refundId === body['refundId']);
      if (!row) return [`there is no refund ${String(body['refundId'])}`];
      return row.amountMinor === body['amount'] ? [] : [`it is of ${row.amountMinor}`];
    }
  }
}

/** A success that failed later is told by payment.refund_failed; until then Stripe has it. */
function inTheLedger(dossier: Dossier): string[] {
  const { refunds, transitions, stripeRefunds } = dossier;
  const untrue = refunds
    .filter(({ status, manual }) => status === 'succeeded' && !manual)
    .filter((row) => !atStripe(dossier, row).some(isLive))
    .map(({ refundId }) => `Its refund ${refundId} is told as done, and Stripe has none.`);
  const ids = new Set<unknown>(stripeRefunds.map(({ id }) => id));
  const invented = transitions
    .filter(({ type, payload }) => type === 'payment.refunded' && payload['manual'] !== true)
    .filter(({ payload }) => !ids.has(payload['stripeRefundId']))
    .map(
      ({ payload }) =>
        `payment.refunded names ${String(payload['stripeRefundId'])}, which Stripe has not.`,
    );
  return [...untrue, ...invented];
}
