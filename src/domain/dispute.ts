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

/** Stripe may use new words; what they mean here is not known, so nothing is concluded from them. */
export function isDisputeStatus(word: string): word is DisputeStatus {
  return (DISPUTE_STATUSES as readonly string[]).includes(word);
}

/** How a dispute has ended; undefined while it is open. */
export function outcomeOf(status: string): DisputeOutcome | undefined {
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
export function needsEvidence(status: string): boolean {
  return status.endsWith('needs_response');
}

/** Evidence is accepted once per stage: an inquiry that becomes a chargeback asks anew. */
export type DisputeStage = 'inquiry' | 'chargeback' | 'appeal';

export function stageOf(status: string): DisputeStage {
  if (status.startsWith('warning_')) return 'inquiry';
  return status.startsWith('appeal_') ? 'appeal' : 'chargeback';
}

/** A dispute as Stripe shows it. */
export interface DisputeFacts {
  disputeId: string;
  stripeChargeId: string;
  stripePaymentIntentId?: string;
  amountMinor: number;
  currency: string;
  /** Stripe's word. */
  reason: string;
  /** Stripe's word, and not always one of ours. */
  status: string;
  /** While false, Stripe refuses refunds of the charge. */
  refundable: boolean;
  /** What Stripe took from our balance for it and has not given back. Minor units. */
  withdrawnMinor: number;
  evidenceDueBy?: Date;
  /** How often evidence was submitted, by whomever. */
  submissions: number;
  createdAt: Date;
}

/** The one argument of the workflow `dispute`. */
export interface DisputeRequest {
  disputeId: string;
}

/** Lost money is gone, whatever Stripe says of the charge: a refund would pay the customer twice. */
export function mayBeRefunded({ status, refundable }: DisputeFacts): boolean {
  return refundable && status !== 'lost';
}

/** Stripe has evidence for the stage that the dispute is in. */
export function hasEvidence({ status, submissions }: DisputeFacts): boolean {
  return submissions > 0 && !needsEvidence(status);
}
