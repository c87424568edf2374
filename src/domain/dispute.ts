/** Stripe's words (docs.stripe.com/api/disputes/object). `warning_*` is an inquiry: no funds move. */
export const DISPUTE_STATUSES = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'prevented',
  'appeal_needs_response',
  'appeal_under_review',
] as const;

export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

export type DisputeOutcome = 'won' | 'lost' | 'warning_closed';

/** How a dispute has ended; undefined while it is open. */
export function outcomeOf(status: DisputeStatus): DisputeOutcome | undefined {
  switch (status) {
    case 'won':
    case 'lost':
    case 'warning_closed':
      return status;
    case 'prevented': // settled before any funds moved
      return 'warning_closed';
    default:
      return undefined;
  }
}

/** A person has to answer: evidence is due. */
export function needsEvidence(status: DisputeStatus): boolean {
  return status.endsWith('needs_response');
}
