import { refused } from '../http/stripe-error';
import type { Dispute, DisputeStatus } from '../objects/dispute';
import type { Metadata } from '../objects/money';
import type { World } from '../state/world';
import { moveDisputedFunds } from './dispute-funds';

const open: DisputeStatus[] = ['needs_response', 'warning_needs_response'];
const closed: DisputeStatus[] = ['won', 'lost', 'warning_closed'];

export type EvidenceUpdate = {
  evidence: Record<string, unknown> | undefined;
  metadata: Metadata;
  submit: boolean;
};

/** Evidence can be staged as often as one likes and submitted once. */
export function updateDispute(world: World, dispute: Dispute, update: EvidenceUpdate): Dispute {
  const { evidence, metadata, submit } = update;
  if (!evidence) return save(world, dispute, { ...dispute, metadata });
  if (!open.includes(dispute.status))
    throw refused(
      closed.includes(dispute.status)
        ? 'This dispute is already closed'
        : 'Evidence for this dispute has already been submitted.',
    );
  const details = dispute.evidence_details;
  const updated = save(world, dispute, {
    ...dispute,
    metadata,
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: {
      ...details,
      has_evidence: true,
      submission_count: details.submission_count + (submit ? 1 : 0),
      submission_method: submit ? 'manual' : details.submission_method,
    },
    status: submit ? reviewed(dispute) : dispute.status,
  });
  if (submit) world.schedule('judge_dispute', dispute.id, world.settings().dispute_judged_seconds);
  return updated;
}

const reviewed = (dispute: Dispute): DisputeStatus =>
  dispute.status === 'warning_needs_response' ? 'warning_under_review' : 'under_review';

function save(world: World, before: Dispute, after: Dispute): Dispute {
  world.events.emit('charge.dispute.updated', world.store.save(after), before);
  return after;
}

/** The magic texts of docs.stripe.com/testing; any other evidence stays under review. */
export function judge(world: World, dispute: Dispute): void {
  if (closed.includes(dispute.status)) return;
  const evidence = dispute.evidence['uncategorized_text'];
  if (evidence === 'winning_evidence') win(world, dispute);
  if (evidence === 'losing_evidence') lose(world, dispute);
  if (evidence === 'escalate_inquiry_evidence') escalate(world, dispute);
}

export function win(world: World, dispute: Dispute): Dispute {
  if (isInquiry(dispute)) return end(world, dispute, 'warning_closed');
  const won = end(world, { ...dispute, is_charge_refundable: true }, 'won');
  return moveDisputedFunds(world, won, 'reinstated');
}

export function lose(world: World, dispute: Dispute): Dispute {
  return end(world, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
}

export function closeDispute(world: World, dispute: Dispute): Dispute {
  if (closed.includes(dispute.status)) throw refused('This dispute is already closed');
  return lose(world, dispute);
}

export function pastDue(world: World, dispute: Dispute): void {
  if (!open.includes(dispute.status)) return;
  const evidence_details = { ...dispute.evidence_details, past_due: true };
  lose(world, { ...dispute, evidence_details });
}

function end(world: World, dispute: Dispute, status: DisputeStatus): Dispute {
  const ended = world.store.save({ ...dispute, status });
  world.events.emit('charge.dispute.closed', ended);
  return ended;
}

function escalate(world: World, dispute: Dispute): void {
  if (!isInquiry(dispute)) return;
  const status = 'needs_response' as const;
  const escalated = save(world, dispute, { ...dispute, is_charge_refundable: false, status });
  moveDisputedFunds(world, escalated, 'withdrawn');
}

const isInquiry = (dispute: Dispute) => dispute.status.startsWith('warning_');
