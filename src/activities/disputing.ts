import { findCharge } from '../db/charges';
import { disputeOfBooking, disputedPayment, findDispute, saveDispute } from '../db/disputes';
import type { DisputeRow } from '../db/disputes';
import { clearFlag } from '../db/flags';
import { disputeRead, submittedAt } from '../domain/decisions/disputing';
import { isDisputeStatus, mayBeRefunded, outcomeOf, type DisputeFacts } from '../domain/dispute';
import type { Decision, FlagRaised } from '../domain/transition';
import { mayDisputeBecome } from '../domain/transition-table';
import type { DisputeView } from '../domain/views';
import { disputeWorkflowId } from '../domain/workflow-ids';
import { stripeFault } from '../stripe/errors';
import type { Dependencies } from './dependencies';
import { createEvidence } from './evidence';

/** `unknown`: Stripe has no such dispute. `foreign`: it is about nothing of ours. */
export type DisputeSettled =
  { ignored: 'unknown' | 'foreign'; dispute?: never } | { ignored?: never; dispute: DisputeView };

const READINGS = 5;

/** What Stripe says of a dispute, written down; and the evidence that a person sends. */
export function createDisputing(deps: Dependencies) {
  const { db, transitions, disputes, now } = deps;

  /** Stripe is read, so the order in which its news came does not matter. */
  async function settleDispute(disputeId: string): Promise<DisputeSettled> {
    for (let reading = 1; reading <= READINGS; reading += 1) {
      const before = await findDispute(db, disputeId);
      const seen = await read(disputeId);
      if (!seen) return { ignored: 'unknown' };
      const payment = await disputedPayment(db, seen);
      if (!payment) return { ignored: 'foreign' };
      if (await written(seen, before, payment)) {
        await deps.offer(payment.bookingId);
        return { dispute: await viewOf(disputeId) };
      }
    }
    throw new Error(`${disputeId} changes faster than it can be read`);
  }

  async function read(disputeId: string): Promise<DisputeFacts | undefined> {
    try {
      return await disputes.retrieve(disputeId);
    } catch (error) {
      if (stripeFault(error)?.kind === 'refused') return undefined;
      throw error;
    }
  }

  /** False when somebody else has written since: what was read may then be the older word. */
  async function written(
    seen: DisputeFacts,
    before: DisputeRow | undefined,
    payment: { paymentId: string; bookingId: string; ownIntent: boolean },
  ): Promise<boolean> {
    const { disputeId, stripeChargeId } = seen;
    const { paymentId, bookingId } = payment;
    let stale = false;
    await transitions.record(
      bookingId,
      async (state, tx) => {
        stale = !isSame(before, await findDispute(tx, disputeId));
        if (stale) return { transitions: [] };
        const charge = await findCharge(tx, stripeChargeId);
        const answeredAt = submittedAt(before, seen, new Date(now()));
        const workflowId = disputeWorkflowId(disputeId);
        const refundable = mayBeRefunded(seen);
        await saveDispute(tx, seen, { paymentId, workflowId, refundable, answeredAt });
        if (outcomeOf(seen.status) !== undefined)
          await clearFlag(tx, bookingId, { kind: 'dispute', subject: disputeId });
        const own = charge?.own ?? payment.ownIntent;
        const decision = disputeRead(state, seen, { stripeChargeId, own }, answeredAt);
        return flagged(decision, before, seen);
      },
      { news: true },
    );
    return !stale;
  }

  async function viewOf(disputeId: string): Promise<DisputeView> {
    const row = await disputeOfBooking(db, disputeId);
    if (!row) throw new Error(`no dispute ${disputeId}`);
    return view(row);
  }

  return { settleDispute, ...createEvidence(deps, settleDispute) };
}

/** Dates compare by value. */
function isSame(before: DisputeRow | undefined, after: DisputeRow | undefined): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** Stripe's truth stands on the row, also where our table forbids the move: a person looks at it. */
function flagged(
  decision: Decision,
  before: DisputeRow | undefined,
  { disputeId, status }: DisputeFacts,
): Decision {
  if (!before || isAllowed(before.status, status)) return decision;
  const flag: FlagRaised = {
    kind: 'forbidden_move',
    subject: disputeId,
    detail: `Stripe moved dispute ${disputeId} from ${before.status} to ${status}. Check it there.`,
  };
  return { ...decision, flags: [...(decision.flags ?? []), flag] };
}

function isAllowed(from: string, to: string): boolean {
  return !isDisputeStatus(from) || !isDisputeStatus(to) || mayDisputeBecome(from, to);
}

function view(row: NonNullable<Awaited<ReturnType<typeof disputeOfBooking>>>): DisputeView {
  const outcome = outcomeOf(row.status);
  const { bookingReference } = row.payment.booking;
  return {
    disputeId: row.disputeId,
    bookingId: row.payment.bookingId,
    ...(bookingReference !== null && { bookingReference }),
    paymentId: row.paymentId,
    amountMinor: row.amountMinor,
    currency: row.currency,
    reason: row.reason,
    status: row.status,
    ...(outcome && { outcome }),
    refundable: row.refundable,
    ...(row.evidenceDueBy && { evidenceDueBy: row.evidenceDueBy.toISOString() }),
    ...(row.evidenceSubmittedAt && {
      evidenceSubmittedAt: row.evidenceSubmittedAt.toISOString(),
    }),
  };
}
