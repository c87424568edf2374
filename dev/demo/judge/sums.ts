import type { Intent, Refund } from '../evidence/ledger';
import type { Dossier } from './dossier';

const GIVES_BACK = new Set(['succeeded', 'pending', 'requires_action']);

/** Whether it took money from us, or still may; one that failed or was called off has not. */
export function isLive({ status }: Refund): boolean {
  return GIVES_BACK.has(status);
}

/** What was captured of a PaymentIntent and has not gone back. A dispute is counted apart. */
export function keptMinor(dossier: Dossier, { id }: Pick<Intent, 'id'>): number {
  const back = dossier.stripeRefunds.filter((each) => each.payment_intent === id && isLive(each));
  return capturedMinor(dossier, id) - sum(back.map(({ amount }) => amount));
}

/** A sum that is only held was not taken. */
export function capturedMinor({ charges }: Pick<Dossier, 'charges'>, intentId: string): number {
  const taken = charges.filter(
    ({ payment_intent, captured, status }) =>
      payment_intent === intentId && captured && status === 'succeeded',
  );
  return sum(taken.map((charge) => charge.amount_captured));
}

/** What Stripe has taken from us for a dispute and has not put back. */
export function withdrawnMinor({ movements }: Pick<Dossier, 'movements'>, disputeId: string) {
  return -sum(movements.filter(({ source }) => source === disputeId).map(({ amount }) => amount));
}

/** What a person has paid back by other means: Stripe still keeps it. */
export function byHandMinor({ refunds }: Dossier, chargeIds: readonly string[]): number {
  const byHand = refunds.filter(
    ({ manual, status, chargeId }) =>
      manual && status === 'succeeded' && chargeIds.includes(chargeId),
  );
  return sum(byHand.map(({ amountMinor }) => amountMinor));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
