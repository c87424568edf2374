import { hasEvidence, needsEvidence, outcomeOf, stageOf, type DisputeFacts } from '../dispute';
import { eventIdOf } from '../ids';
import { inWords } from '../money';
import {
  NOTHING,
  happened,
  outcomeCause,
  transition,
  type BookingState,
  type Decision,
  type FlagRaised,
} from '../transition';

/** The disputed charge, as far as our rows know it. */
export interface DisputedCharge {
  stripeChargeId: string;
  /** False for stray money, which has never paid the booking. */
  own: boolean;
}

/** A dispute's row before Stripe was read. */
export interface DisputeBefore {
  status: string;
  evidenceSubmittedAt: Date | null;
}

/**
 * What Stripe says of a dispute. It moves no status of booking or payment, whatever they are: the
 * places of a cancelled booking were given back long ago. One first seen closed tells both events.
 */
export function disputeRead(
  state: BookingState,
  dispute: DisputeFacts,
  charge: DisputedCharge,
  answeredAt: Date | null,
): Decision {
  const opened = disputed(state, dispute, charge);
  const closed = disputeClosed(state, dispute, charge);
  const transitions = [...opened.transitions, ...closed.transitions];
  if (outcomeOf(dispute.status) !== undefined) return { transitions };
  return { transitions, flags: [disputeFlag(dispute, answeredAt !== null)] };
}

/** Told once, with what was known of it first. */
export function disputed(
  state: BookingState,
  { disputeId, amountMinor, reason, evidenceDueBy }: DisputeFacts,
  charge: DisputedCharge,
): Decision {
  const extras = {
    disputeId,
    disputedAmountMinor: amountMinor,
    reason,
    ...(evidenceDueBy && { evidenceDueBy: evidenceDueBy.toISOString() }),
  };
  const causationId = moneyCame(state, charge);
  const more = { discriminator: disputeId, causationId, stray: !charge.own };
  return { transitions: [transition('payment.disputed', extras, more)] };
}

/** Once per outcome: a dispute that was lost may still be won. */
export function disputeClosed(
  { bookingId }: BookingState,
  { disputeId, status }: DisputeFacts,
  { own }: DisputedCharge,
): Decision {
  const outcome = outcomeOf(status);
  if (outcome === undefined) return NOTHING;
  const causationId = eventIdOf(bookingId, 'payment.disputed', disputeId);
  const more = { discriminator: `${disputeId}:${outcome}`, causationId, stray: !own };
  return { transitions: [transition('payment.dispute_closed', { disputeId, outcome }, more)] };
}

/** The event that says how the charge came; none yet where the dispute was heard of first. */
function moneyCame(state: BookingState, { stripeChargeId, own }: DisputedCharge): string {
  if (happened(state, 'payment.unapplied', stripeChargeId))
    return eventIdOf(state.bookingId, 'payment.unapplied', stripeChargeId);
  return own && happened(state, 'payment.completed')
    ? eventIdOf(state.bookingId, 'payment.completed')
    : outcomeCause(state);
}

/** What a person reads in the list of what needs attention. */
function disputeFlag(dispute: DisputeFacts, answered: boolean): FlagRaised {
  const { disputeId, reason, status, evidenceDueBy } = dispute;
  const sum = inWords(dispute);
  const inquiry = stageOf(status) === 'inquiry';
  const what = inquiry
    ? `The customer's bank asks about ${sum} (${reason}); no money has moved.`
    : `${sum} are disputed (${reason}); refunds are stopped.`;
  const due = needsEvidence(status) && !answered;
  const until = evidenceDueBy ? ` until ${minutesOf(evidenceDueBy)}` : '';
  const todo = due
    ? `Send evidence${until}: POST /api/v1/disputes/${disputeId}/evidence, or the update ` +
      `submitEvidence of the workflow dispute-${disputeId}. ` +
      (inquiry ? 'Giving the money back answers it too.' : 'Without it the money is lost.')
    : `Evidence was sent; the bank decides (${status}).`;
  return {
    kind: 'dispute',
    subject: disputeId,
    detail: `${what} ${todo}`,
    ...(due && evidenceDueBy && { dueBy: evidenceDueBy }),
  };
}

function minutesOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The row after a reading: when evidence for the present stage was sent. */
export function submittedAt(
  before: DisputeBefore | undefined,
  now: DisputeFacts,
  at: Date,
): Date | null {
  const asksAnew = before && stageOf(before.status) !== stageOf(now.status);
  if (asksAnew && needsEvidence(now.status)) return null;
  return before?.evidenceSubmittedAt ?? (hasEvidence(now) ? at : null);
}
