import type { Dispute } from '../evidence/ledger';
import type { Dossier } from './dossier';
import { named } from './named';
import { textOf } from './opened-record';
import { withdrawnMinor } from './sums';

/** Stripe's word for a dispute that has ended, as the event says it. */
const OUTCOMES: Readonly<Record<string, string>> = {
  won: 'won',
  lost: 'lost',
  warning_closed: 'warning_closed',
  prevented: 'warning_closed',
};

/** What banks took is counted apart, and every dispute is on record, told, and on the list. */
export function disputes(dossier: Dossier): string[] {
  return [
    ...named(
      'I1',
      dossier.stripeDisputes.flatMap((dispute) => sums(dossier, dispute)),
    ),
    ...named(
      'I8',
      dossier.stripeDisputes.flatMap((dispute) => toldOf(dossier, dispute)),
    ),
    ...named(
      'I17',
      dossier.stripeDisputes.flatMap((dispute) => listed(dossier, dispute)),
    ),
    ...expected(dossier),
  ];
}

/** Lost money is gone; won, it is back; an inquiry moves none. */
function sums(dossier: Dossier, dispute: Dispute): string[] {
  const { id, status, amount } = dispute;
  const row = dossier.disputes.find(({ disputeId }) => disputeId === id);
  if (!row) return [`No row knows of the dispute ${id}.`];
  const withdrawn = withdrawnMinor(dossier, id);
  const gone = status === 'lost' || status === 'needs_response' || status === 'under_review';
  return [
    ...(withdrawn === (gone ? amount : 0)
      ? []
      : [`Stripe has withdrawn ${withdrawn} for ${id} (${status}) of ${amount}.`]),
    ...(row.withdrawnMinor === withdrawn
      ? []
      : [`Our row of ${id} has ${row.withdrawnMinor} withdrawn, Stripe ${withdrawn}.`]),
    ...(row.status === status ? [] : [`Our row of ${id} is ${row.status}, at Stripe ${status}.`]),
    ...(row.amountMinor === amount ? [] : [`Our row of ${id} is of ${row.amountMinor}.`]),
    ...(row.refundable === (dispute.is_charge_refundable && status !== 'lost')
      ? []
      : [`Our row of ${id} says that the charge is ${row.refundable ? '' : 'not '}refundable.`]),
  ];
}

/** Opened once, and last closed as the bank has decided. */
function toldOf({ transitions }: Dossier, { id, status }: Dispute): string[] {
  const of = (type: string) =>
    transitions.filter((row) => row.type === type && row.payload['disputeId'] === id);
  const opened = of('payment.disputed').length;
  const outcome = of('payment.dispute_closed').at(-1)?.payload['outcome'];
  return [
    ...(opened === 1 ? [] : [`Its dispute ${id} was told ${opened} times.`]),
    ...(outcome === OUTCOMES[status]
      ? []
      : [`Its dispute ${id} is ${status}, and was told as ${textOf(outcome) || 'open'}.`]),
  ];
}

function listed({ flags }: Dossier, { id, status }: Dispute): string[] {
  const flagged = flags.some(({ kind, subject }) => kind === 'dispute' && subject === id);
  const open = OUTCOMES[status] === undefined;
  if (flagged === open) return [];
  return [open ? `Nobody is told of the dispute ${id}.` : `${id} is over, and still on the list.`];
}

function expected({ expected, stripeDisputes, disputes: rows }: Dossier): string[] {
  if (!expected) return [];
  const wanted = expected.dispute;
  const found = stripeDisputes.map(({ status }) => status).join(', ') || 'none';
  if (found !== (wanted?.status ?? 'none'))
    return [`Its dispute is ${found}; it should be ${wanted?.status ?? 'none'}.`];
  const answered = rows.some(({ submittedAt }) => submittedAt !== null);
  if (answered === (wanted?.answered ?? false)) return [];
  return [`Evidence was ${answered ? '' : 'not '}sent to the bank.`];
}
