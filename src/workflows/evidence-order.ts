import { ApplicationFailure } from '@temporalio/workflow';
import { needsEvidence } from '../domain/dispute';
import type { DisputeView } from '../domain/views';
import type { EvidenceOrder } from './messages';

const LONGEST = { reason: 500, actor: 100, text: 20_000 };
type Field = keyof typeof LONGEST;

/** Sent by hand, it may come with anything: each field is looked at, and what is wrong is named. */
export function mustBeEvidence(order: unknown): asserts order is EvidenceOrder {
  if (typeof order !== 'object' || order === null || Array.isArray(order))
    throw invalid('Send an object such as {"reason": "the customer was there"}');
  const { reason, ...others } = order as Record<string, unknown>;
  if (typeof reason !== 'string' || reason.trim() === '')
    throw refused('Give a reason: it is kept with the act', 'reason_required');
  for (const [name, value] of Object.entries({ reason, ...others })) mustFit(name, value);
}

function mustFit(name: string, value: unknown): void {
  if (!isField(name))
    throw invalid(`${name.slice(0, 50)} is not known here: send reason, actor, text`);
  if (value === undefined && name !== 'reason') return;
  if (typeof value !== 'string' || value.trim() === '')
    throw invalid(`${name} must be a text, or be left out`);
  if (value.length > LONGEST[name])
    throw invalid(`${name} has ${value.length} characters, at most ${LONGEST[name]} are taken`);
  if (value.includes('\0')) throw invalid(`${name} must not contain NUL characters`);
}

function isField(name: string): name is Field {
  return Object.hasOwn(LONGEST, name);
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

export function notOurs(disputeId: string): ApplicationFailure {
  return refused(`There is no dispute ${disputeId} of ours`, 'dispute_not_found');
}

function invalid(message: string): ApplicationFailure {
  return refused(message, 'validation_failed');
}

function refused(message: string, type: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
