import { BOOKING_ID, type Model } from '../model';
import type { Intent } from '../stripe/objects';

/** What Stripe's ledger says, whatever our rows do. A dispute's money is counted apart. */
export function keptMinor({ stripe }: Model, intentId: string): number {
  let kept = 0;
  for (const { what, intentId: of, amountMinor } of stripe.account.ledger) {
    if (of !== intentId) continue;
    if (what === 'captured' || what === 'refund_failed') kept += amountMinor;
    if (what === 'refund_made') kept -= amountMinor;
  }
  return kept;
}

/** PaymentIntents that we have made: by our key, and nobody else has one. */
export function madeByUs({ stripe }: Model): Intent[] {
  const ours = new Set(
    stripe.account.ledger
      .filter(({ what, key }) => what === 'intent_created' && key !== undefined)
      .map(({ id }) => id),
  );
  return stripe.account.intents.filter(({ id }) => ours.has(id));
}

/** `copy`: it carries our paymentId; `namesake`: only our bookingId; else it is a stranger's. */
export function claimOf({ rows }: Model, { metadata }: Intent): 'copy' | 'namesake' | 'stranger' {
  if (metadata['paymentId'] === rows.booking?.payment.paymentId) return 'copy';
  return metadata['bookingId'] === BOOKING_ID ? 'namesake' : 'stranger';
}
