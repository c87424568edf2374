import type { Intent } from '../evidence/ledger';
import { shown } from '../price';
import type { Dossier } from './dossier';
import { named } from './named';
import { byHandMinor, capturedMinor, keptMinor, sum } from './sums';

/** Where the customer's money is, by Stripe's ledger alone. */
export function money(dossier: Dossier): string[] {
  return named('I1', [
    ...asExpected(dossier),
    ...strayMoney(dossier),
    ...whatTheStatusMeans(dossier),
    ...sameInOurRows(dossier),
  ]);
}

function asExpected(dossier: Dossier): string[] {
  const { expected, own, foreign, booking } = dossier;
  if (!expected) return [];
  const { currency } = booking.price;
  const amount = (amountMinor: number) => shown({ amountMinor, currency });
  const kept = own ? keptMinor(dossier, own) : 0;
  const found: string[] = [];
  if (kept !== expected.keptMinor)
    found.push(
      expected.keptMinor === 0
        ? `Stripe keeps ${amount(kept)} that has to go back to the customer.`
        : `Stripe keeps ${amount(kept)} of ${amount(expected.keptMinor)}.`,
    );
  if (foreign.length !== (expected.foreign ?? 0))
    found.push(`${foreign.length} PaymentIntents of others name it.`);
  return found;
}

/** Money on another PaymentIntent that names our payment goes back, or a person looks at it. */
function strayMoney(dossier: Dossier): string[] {
  const { strays, expected, flags } = dossier;
  const paid = strays.filter(({ id }) => capturedMinor(dossier, id) > 0);
  const found = paid.flatMap((intent) => {
    const amountMinor =
      keptMinor(dossier, intent) - byHandMinor(dossier, chargesOf(dossier, intent));
    const subjects = [intent.id, ...chargesOf(dossier, intent), ...refundsOf(dossier, intent)];
    if (amountMinor === 0 || flags.some(({ subject }) => subjects.includes(subject))) return [];
    const kept = shown({ amountMinor, currency: intent.currency });
    return [`Stripe keeps ${kept} of stray money on ${intent.id}.`];
  });
  const wanted = expected?.strays ?? 0;
  if (!expected || paid.length === wanted) return found;
  return [...found, `${paid.length} further PaymentIntents took money for it, not ${wanted}.`];
}

function chargesOf({ charges }: Dossier, { id }: Intent): string[] {
  return charges.filter(({ payment_intent }) => payment_intent === id).map((charge) => charge.id);
}

function refundsOf(dossier: Dossier, intent: Intent): string[] {
  const charges = chargesOf(dossier, intent);
  return dossier.refunds
    .filter(({ chargeId }) => charges.includes(chargeId))
    .map(({ refundId }) => refundId);
}

/** What must hold of the money whatever was expected of the booking. */
function whatTheStatusMeans(dossier: Dossier): string[] {
  const { own, payment, flags } = dossier;
  if (!payment) return [];
  const { status, currency, amountMinor: price } = payment;
  const atStripe = own ? keptMinor(dossier, own) : 0;
  const amountMinor = atStripe - (own ? byHandMinor(dossier, chargesOf(dossier, own)) : 0);
  const flagged = flags.length > 0;
  const kept = `Stripe keeps ${shown({ amountMinor, currency })}`;
  const found: string[] = [];
  if (status === 'CONFIRMED' && amountMinor !== price)
    found.push(`It is CONFIRMED at ${shown({ amountMinor: price, currency })}, but ${kept}.`);
  if (['CANCELLED', 'EXPIRED'].includes(status) && amountMinor !== 0)
    found.push(`It is ${status}, but ${kept}.`);
  if (status === 'REFUNDED' && amountMinor !== 0 && !flagged)
    found.push(`It is REFUNDED, but ${kept}, and nobody is told to look.`);
  if (status === 'PARTIALLY_REFUNDED' && !flagged && (amountMinor <= 0 || amountMinor >= price))
    found.push(`It is PARTIALLY_REFUNDED, but ${kept}.`);
  if (status === 'REFUND_FAILED' && !flagged)
    found.push('It is REFUND_FAILED, but nobody is told to look.');
  return found;
}

/** Charge by charge: what our rows call taken and given back is what the ledger does. */
function sameInOurRows(dossier: Dossier): string[] {
  const { charges, chargeRows, stripeRefunds, flags } = dossier;
  const taken = charges.filter(({ captured, status }) => captured && status === 'succeeded');
  const unknown = taken.filter(({ id }) => !chargeRows.some(({ chargeId }) => chargeId === id));
  const differing = chargeRows.flatMap(({ chargeId, amountMinor, refundedMinor, currency }) => {
    const charge = taken.find(({ id }) => id === chargeId);
    const back = sum(
      stripeRefunds
        .filter((refund) => refund.charge === chargeId && refund.status === 'succeeded')
        .map(({ amount }) => amount),
    );
    const says = (minor: number) => shown({ amountMinor: minor, currency });
    const byHand = byHandMinor(dossier, [chargeId]);
    return [
      ...(charge?.amount_captured === amountMinor && charge.currency === currency
        ? []
        : [`Our row of ${chargeId} has ${says(amountMinor)} that Stripe did not take.`]),
      ...(refundedMinor - byHand === back
        ? []
        : [
            `${chargeId} gave ${says(refundedMinor - byHand)} back by our row, ${says(back)} at Stripe.`,
          ]),
    ];
  });
  const flagged = flags.some(({ subject }) => unknown.some(({ id }) => id === subject));
  return flagged ? differing : [...differing, ...unknown.map(({ id }) => `No row knows of ${id}.`)];
}
