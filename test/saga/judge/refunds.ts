import type { Books, Charge, Refund } from './books';
import type { CaseFile } from './case-file';
import { sum, wasTaken } from './money';
import { complaints, type Violation } from './violation';

const gone = ({ status }: Refund) => status === 'failed' || status === 'canceled';
/** The rest of an authorisation that lapsed or was voided: no money moved. */
const isRelease = ({ reason }: Refund) => reason === 'expired_uncaptured_charge';

/** I5: never more back than was taken; our refunds and Stripe's are the same ones. */
export function refunds(file: CaseFile): Violation[] {
  return [...overdrawn(file), ...unmatched(file)];
}

/** At every moment of the ledger, pending refunds included. */
function overdrawn({ bookingId, story }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I5');
  const taken = new Map<string, number>();
  const back = new Map<string, Map<string, number>>();
  for (const { kind, object } of story) {
    if (kind === 'charge') {
      const charge = object as Charge;
      taken.set(charge.id, wasTaken(charge) ? charge.amount_captured : 0);
      continue;
    }
    const refund = object as Refund;
    if (isRelease(refund)) continue;
    const of = back.get(refund.charge) ?? new Map<string, number>();
    back.set(refund.charge, of.set(refund.id, gone(refund) ? 0 : refund.amount));
    const total = sum([...of.values()]);
    const most = taken.get(refund.charge) ?? 0;
    when(total > most, `refunds of ${refund.charge} came to ${total} of ${most}`);
  }
  return found;
}

function unmatched(file: CaseFile): Violation[] {
  const { found, when } = complaints(file.bookingId, 'I5');
  const known = new Set(file.chargeRows.map(({ stripeChargeId }) => stripeChargeId));
  const rows = new Map(file.refundRows.map((row) => [row.refundId, row]));
  for (const row of file.refundRows) {
    const theirs = file.refunds.filter(
      ({ id, metadata }) => metadata['refundId'] === row.refundId || id === row.stripeRefundId,
    );
    const live = theirs.filter((refund) => !gone(refund));
    const alive = row.status !== 'failed' && !row.manual;
    when(
      alive && row.stripeRefundId !== null && live.length !== 1,
      `refund ${row.refundId} is ${row.status}, and Stripe has ${live.length} of it`,
    );
    when(
      !alive && live.length > 0,
      `refund ${row.refundId} is ${row.manual ? 'paid by hand' : row.status}, and Stripe gave ${live[0]?.id} back`,
    );
    for (const { id, amount, status } of live) {
      when(amount !== row.amountMinor, `${id} is of ${amount}, its row of ${row.amountMinor}`);
      when(alive && status !== row.status, `${id} is ${status}, its row ${row.status}`);
    }
  }
  for (const refund of file.refunds.filter((each) => known.has(each.charge) && !isRelease(each))) {
    const row =
      rows.get(refund.metadata['refundId'] ?? '') ??
      file.refundRows.find(({ stripeRefundId }) => stripeRefundId === refund.id);
    // One that failed before we heard of it gave nothing back.
    when(!row && !gone(refund), `Stripe's refund ${refund.id} has no row`);
  }
  return found;
}

/** I6: a key is executed once, and a refund of ours stays successful at most once. */
export function oncePerKey(files: readonly CaseFile[], { requests }: Books): Violation[] {
  const { found, when } = complaints('all', 'I6');
  const executed = new Map<string, number>();
  for (const { key, status, method } of requests)
    if (method === 'POST' && key !== null && status !== null && status < 400)
      executed.set(key, (executed.get(key) ?? 0) + 1);
  for (const [key, times] of executed) when(times > 1, `key ${key} was executed ${times} times`);
  return [...found, ...files.flatMap(oncePerRefund)];
}

function oncePerRefund({ bookingId, refunds: theirs }: CaseFile): Violation[] {
  const { found, when } = complaints(bookingId, 'I6');
  const lasting = new Map<string, number>();
  for (const refund of theirs.filter((each) => !gone(each))) {
    const refundId = refund.metadata['refundId'];
    if (refundId) lasting.set(refundId, (lasting.get(refundId) ?? 0) + 1);
  }
  for (const [refundId, times] of lasting)
    when(times > 1, `refund ${refundId} was made ${times} times`);
  return found;
}
