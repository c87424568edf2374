import { needsEvidence } from '../domain/dispute';
import type { DisputeView } from '../domain/views';
import type { EvidenceOrder } from './messages';
import { mustBeText, mustGiveReason, refused, TEXT_NAMES } from './order-texts';

/** Sent by hand, it may come with anything: each field is looked at, and what is wrong is named. */
export function mustBeEvidence(order: unknown): asserts order is EvidenceOrder {
  if (typeof order !== 'object' || order === null || Array.isArray(order))
    throw invalid('Send an object such as {"reason": "the customer was there"}');
  const { text } = order as Partial<EvidenceOrder>;
  mustGiveReason(order);
  if (text !== undefined) mustBeText('text', text);
  const known: readonly string[] = TEXT_NAMES;
  const stranger = Object.keys(order).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw invalid(`${stranger.slice(0, 50)} is not known here: send ${known.join(', ')}`);
}

/** Once per stage, while Stripe waits for it. */
export function mustBeDue(dispute: DisputeView, sending: boolean): void {
  const { status, outcome, evidenceSubmittedAt } = dispute;
  if (outcome !== undefined)
    throw refused(`The dispute is closed (${status}): evidence comes too late`, 'dispute_closed');
  if (sending)
    throw refused('Evidence is being sent just now: Stripe takes it once', 'evidence_submitted');
  if (evidenceSubmittedAt !== undefined)
    throw refused(
      `Evidence was sent at ${evidenceSubmittedAt}: Stripe takes it once`,
      'evidence_submitted',
    );
  if (!needsEvidence(status))
    throw refused(`The dispute is ${status}: no evidence is asked for`, 'evidence_submitted');
}

export function notOurs(disputeId: string) {
  return refused(`There is no dispute ${disputeId} of ours`, 'dispute_not_found');
}

function invalid(message: string) {
  return refused(message, 'validation_failed');
}
