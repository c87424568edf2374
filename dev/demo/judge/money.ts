import type { Intent } from '../evidence/ledger';
import { shown } from '../price';
import type { Dossier } from './dossier';

const REFUND_COUNTS = new Set(['succeeded', 'pending', 'requires_action']);
const OVER = new Set(['CANCELLED', 'EXPIRED', 'REFUNDED', 'CONFIRMED', 'PARTIALLY_REFUNDED']);

/** Where the customer's money is, by Stripe's ledger alone. */
export function money(dossier: Dossier): string[] {
  return [...ownMoney(dossier), ...strayMoney(dossier), ...whatTheStatusMeans(dossier)];
}

/** What was captured of a PaymentIntent and has not gone back. */
export function keptMinor(dossier: Dossier, { id }: Intent): number {
  const back = dossier.stripeRefunds
    .filter((refund) => refund.payment_intent === id && REFUND_COUNTS.has(refund.status))
    .reduce((sum, { amount }) => sum + amount, 0);
  return capturedMinor(dossier, id) - back;
}

export function capturedMinor({ charges }: Dossier, intentId: string): number {
  return charges
    .filter((charge) => charge.payment_intent === intentId && charge.captured)
    .reduce((sum, charge) => sum + charge.amount_captured, 0);
}

function ownMoney(dossier: Dossier): string[] {
  const { expected, own, booking } = dossier;
  const { currency } = booking.price;
  const kept = own ? keptMinor(dossier, own) : 0;
  if (kept === expected.keptMinor) return [];
  const has = shown({ amountMinor: kept, currency });
  if (expected.keptMinor === 0) return [`Stripe keeps ${has} that has to go back to the customer.`];
  return [`Stripe keeps ${has} of ${shown({ amountMinor: expected.keptMinor, currency })}.`];
}

function strayMoney(dossier: Dossier): string[] {
  const { strays, expected } = dossier;
  const paid = strays.filter(({ id }) => capturedMinor(dossier, id) > 0);
  const wanted = expected.strays ?? 0;
  const found = paid.flatMap((intent) => {
    const amountMinor = keptMinor(dossier, intent);
    if (amountMinor === 0) return [];
    const sum = shown({ amountMinor, currency: intent.currency });
    return [`Stripe keeps ${sum} of stray money on ${intent.id}.`];
  });
  if (paid.length === wanted) return found;
  return [...found, `${paid.length} further PaymentIntents took money for it, not ${wanted}.`];
}

/** What must hold of the money whatever was expected of the booking. */
function whatTheStatusMeans(dossier: Dossier): string[] {
  const { own, payment, flags, charges } = dossier;
  if (!payment) return [];
  const { status, currency, amountMinor: price } = payment;
  const amountMinor = own ? keptMinor(dossier, own) : 0;
  const flagged = flags.length > 0;
  const kept = `Stripe keeps ${shown({ amountMinor, currency })}`;
  const paidRight = charges.some(
    (charge) => charge.captured && charge.amount_captured === price && charge.currency === currency,
  );
  const found: string[] = [];
  if (status === 'CONFIRMED' && !paidRight)
    found.push(`It is CONFIRMED, but Stripe took no ${shown({ amountMinor: price, currency })}.`);
  if (status === 'CONFIRMED' && amountMinor !== price)
    found.push(`It is CONFIRMED at ${shown({ amountMinor: price, currency })}, but ${kept}.`);
  if (['CANCELLED', 'EXPIRED'].includes(status) && amountMinor !== 0)
    found.push(`It is ${status}, but ${kept}.`);
  if (status === 'REFUNDED' && amountMinor !== 0 && !flagged)
    found.push(`It is REFUNDED, but ${kept}, and nobody is told to look.`);
  if (status === 'REFUND_FAILED' && !flagged)
    found.push('It is REFUND_FAILED, but nobody is told to look.');
  if (OVER.has(status) && own && !['succeeded', 'canceled'].includes(own.status))
    found.push(`It is ${status}, but its PaymentIntent is still usable (${own.status}).`);
  return found;
}
