import type { Refund } from '../evidence/ledger';
import type { RefundRow } from '../evidence/rows';
import type { Dossier } from './dossier';
import { named } from './named';
import { isLive, sum } from './sums';

/** Our refunds and Stripe's are the same ones, and never gave back more than was taken. */
export function refunds(dossier: Dossier): string[] {
  return [
    ...named('I5', [...unmatched(dossier), ...overdrawn(dossier), ...promised(dossier)]),
    ...named('I5', whileFrozen(dossier)),
    ...named('I6', twice(dossier)),
  ];
}

/** What Stripe has of a row: its attempts carry our id; of one made at Stripe we have its id. */
export function atStripe(
  { stripeRefunds }: Pick<Dossier, 'stripeRefunds'>,
  { refundId, stripeRefundId }: Pick<RefundRow, 'refundId' | 'stripeRefundId'>,
): Refund[] {
  return stripeRefunds.filter(
    ({ id, metadata }) => metadata['refundId'] === refundId || id === stripeRefundId,
  );
}

function unmatched(dossier: Dossier): string[] {
  const matched = new Set<string>();
  const found: string[] = [];
  for (const row of dossier.refunds) {
    const theirs = atStripe(dossier, row);
    for (const { id } of theirs) matched.add(id);
    found.push(...differences(row, theirs.filter(isLive)));
  }
  // One that failed before we heard of it gave nothing back.
  const unknown = dossier.stripeRefunds.filter((each) => isLive(each) && !matched.has(each.id));
  return [...found, ...unknown.map(({ id }) => `Stripe's refund ${id} has no row of its own.`)];
}

function differences(row: RefundRow, live: readonly Refund[]): string[] {
  const { refundId, amountMinor, status, manual } = row;
  if (manual || status === 'failed')
    return live.map(
      ({ id }) =>
        `Its refund ${refundId} is ${manual ? 'closed by hand' : status}, and ${id} gives it back.`,
    );
  if (live.length === 0) return [`Its refund ${refundId} is ${status}, and Stripe knows of none.`];
  return live.flatMap((refund) => [
    ...(refund.amount === amountMinor
      ? []
      : [`Its refund ${refundId} is of ${amountMinor}, at Stripe of ${refund.amount}.`]),
    ...(wordOf(refund) === status
      ? []
      : [`Its refund ${refundId} is ${status}, at Stripe ${refund.status}.`]),
  ]);
}

/** A refund for which the customer has to do something is pending to us. */
function wordOf({ status }: Refund): string {
  return status === 'requires_action' ? 'pending' : status;
}

function twice(dossier: Dossier): string[] {
  return dossier.refunds.flatMap((row) => {
    const live = atStripe(dossier, row).filter(isLive);
    return live.length > 1 ? [`Its refund ${row.refundId} was made ${live.length} times.`] : [];
  });
}

/** What is promised in our rows never exceeds the charge, unless Stripe did it without us. */
function promised({ chargeRows, flags }: Dossier): string[] {
  if (flags.some(({ kind }) => kind === 'external_refund')) return [];
  return chargeRows
    .filter((row) => row.reservedMinor + row.externalMinor > row.amountMinor)
    .map(({ chargeId }) => `More of ${chargeId} is promised to refunds than it has.`);
}

/** At no moment of the ledger was more given back, or promised, than had been captured. */
function overdrawn({ changes, stripeRefunds }: Dossier): string[] {
  const ours = new Set(stripeRefunds.map(({ id }) => id));
  const captured = new Map<string, number>();
  const back = new Map<string, Map<string, number>>();
  for (const { id, object, snapshot } of changes) {
    if (object === 'charge') captured.set(id, Number(snapshot['amount_captured']));
    if (object !== 'refund' || !ours.has(id)) continue;
    const charge = String(snapshot['charge']);
    const of = back.get(charge) ?? new Map<string, number>();
    const refund = snapshot as unknown as Refund;
    back.set(charge, of.set(id, isLive(refund) ? refund.amount : 0));
    const total = sum([...of.values()]);
    if (total > (captured.get(charge) ?? 0))
      return [`Refunds of ${charge} came to ${total}, more than was captured.`];
  }
  return [];
}

/** From a dispute on until it is won, nobody's wish gives money of the charge back. */
function whileFrozen({ transitions, stripeDisputes, changes, own }: Dossier): string[] {
  const began = (id: string) => changes.find((change) => change.id === id)?.snapshot;
  const stopping = stripeDisputes.filter(
    ({ id, payment_intent }) =>
      payment_intent === own?.id && began(id)?.['is_charge_refundable'] === false,
  );
  const frozen = new Set<string>();
  const found: string[] = [];
  for (const { type, payload } of transitions) {
    const disputeId = String(payload['disputeId']);
    if (type === 'payment.disputed' && stopping.some(({ id }) => id === disputeId))
      frozen.add(disputeId);
    if (type === 'payment.dispute_closed' && payload['outcome'] === 'won') frozen.delete(disputeId);
    const wish = ['api', 'command', 'operator'].includes(String(payload['requestedBy']));
    if (type === 'payment.refund_initiated' && wish && frozen.size > 0)
      found.push(`A refund was begun while ${[...frozen].join(', ')} had stopped refunds.`);
  }
  return found;
}
