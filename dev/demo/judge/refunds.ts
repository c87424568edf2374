import type { RefundRow } from '../evidence/database';
import type { Refund } from '../evidence/ledger';
import type { Dossier } from './dossier';

/** Our refunds and Stripe's are the same ones, and never gave back more than was taken. */
export function refunds(dossier: Dossier): string[] {
  return [...unmatched(dossier), ...overdrawn(dossier)];
}

/** The refund at Stripe that a row is about: by the id it carries, or by Stripe's own. */
export function atStripe({ stripeRefunds }: Dossier, refundId: string, stripeId?: string | null) {
  return stripeRefunds.find(
    ({ id, metadata }) => metadata['refundId'] === refundId || id === stripeId,
  );
}

function unmatched(dossier: Dossier): string[] {
  const matched = new Set<string>();
  const found: string[] = [];
  for (const row of dossier.refunds) {
    const refund = atStripe(dossier, row.refundId, row.stripeRefundId);
    if (refund) matched.add(refund.id);
    found.push(...differences(row, refund));
  }
  const unknown = dossier.stripeRefunds.filter(({ id }) => !matched.has(id));
  return [...found, ...unknown.map(({ id }) => `Stripe's refund ${id} has no row of its own.`)];
}

function differences(row: RefundRow, refund: Refund | undefined): string[] {
  const { refundId, amountMinor, status } = row;
  if (!refund) return [`Its refund ${refundId} is ${status}, and Stripe knows of none.`];
  const found: string[] = [];
  if (refund.amount !== amountMinor)
    found.push(`Its refund ${refundId} is of ${amountMinor}, at Stripe of ${refund.amount}.`);
  if (refund.status !== status)
    found.push(`Its refund ${refundId} is ${status}, at Stripe ${refund.status}.`);
  return found;
}

/** At no moment of the ledger was more given back, or promised, than had been captured. */
function overdrawn({ changes }: Dossier): string[] {
  const captured = new Map<string, Sum>();
  const back = new Map<string, Sum>();
  for (const { id, object, snapshot } of changes) {
    const intent = String(snapshot['payment_intent']);
    if (object === 'charge')
      captured.set(id, { intent, minor: Number(snapshot['amount_captured']) });
    if (object !== 'refund') continue;
    const gone = snapshot['status'] === 'failed' || snapshot['status'] === 'canceled';
    back.set(id, { intent, minor: gone ? 0 : Number(snapshot['amount']) });
    const total = sumOf(back, intent);
    if (total > sumOf(captured, intent))
      return [`Refunds of ${intent} came to ${total}, more than was captured.`];
  }
  return [];
}

interface Sum {
  readonly intent: string;
  readonly minor: number;
}

function sumOf(sums: ReadonlyMap<string, Sum>, intent: string): number {
  return [...sums.values()]
    .filter((sum) => sum.intent === intent)
    .reduce((total, { minor }) => total + minor, 0);
}
