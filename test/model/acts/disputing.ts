import { disputeRead, submittedAt } from '../../../src/domain/decisions/disputing';
import { isDisputeStatus, mayBeRefunded, outcomeOf } from '../../../src/domain/dispute';
import { NOTHING } from '../../../src/domain/transition';
import { mayDisputeBecome } from '../../../src/domain/transition-table';
import type { Model, Steps } from '../model';
import { NotYet } from '../refusals';
import type { DisputeRow } from '../rows';
import type { Dispute } from '../stripe/objects';

/** Stripe's status, or that it is about nothing of ours. */
export type DisputeSettled = { ignored: true } | { ignored?: never; status: string };

const READINGS = 5;

/** src/activities/disputing.ts: Stripe is read, so the order of its news does not matter. */
export function* settleDispute(m: Model, disputeId: string): Steps<DisputeSettled> {
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const row = m.rows.dispute(disputeId);
    const before = row && { ...row };
    yield;
    const seen = m.stripe.disputes.retrieve(disputeId);
    yield;
    const own = seen.intentId === m.rows.booking!.payment.stripePaymentIntentId;
    if (!own && !m.rows.charge(seen.stripeChargeId)) return { ignored: true };
    if (written(m, seen, before, own)) {
      yield;
      return { status: m.rows.dispute(disputeId)!.status };
    }
  }
  throw new NotYet('it changes faster than it can be read');
}

function written(m: Model, seen: Dispute, before: DisputeRow | undefined, own: boolean): boolean {
  const { disputeId, stripeChargeId, status, withdrawnMinor } = seen;
  let stale = false;
  m.rows.record(
    (state, tx) => {
      const row = m.rows.dispute(disputeId);
      stale = JSON.stringify(row) !== JSON.stringify(before);
      if (stale) return NOTHING;
      const evidenceSubmittedAt = submittedAt(before, seen, new Date(m.clock.now));
      const word = { status, refundable: mayBeRefunded(seen), withdrawnMinor, evidenceSubmittedAt };
      if (row) tx.change(row, word);
      else tx.insert(m.rows.disputes, { disputeId, stripeChargeId, ...word });
      if (outcomeOf(status) !== undefined) m.rows.clear('dispute', disputeId);
      const charge = { stripeChargeId, own: m.rows.charge(stripeChargeId)?.own ?? own };
      const decision = disputeRead(state, seen, charge, evidenceSubmittedAt);
      if (!before || isAllowed(before.status, status)) return decision;
      const flag = { kind: 'forbidden_move', subject: disputeId, detail: status } as const;
      return { ...decision, flags: [...(decision.flags ?? []), flag] };
    },
    { news: true },
  );
  return !stale;
}

function isAllowed(from: string, to: string): boolean {
  return !isDisputeStatus(from) || !isDisputeStatus(to) || mayDisputeBecome(from, to);
}
