import { outcomeOf } from '../domain/dispute';
import { disputeWorkflowId } from '../domain/workflow-ids';
import type { InboxEvent } from '../db/stripe-events';
import type { Act, Known } from './decision';

/** A dispute as its row has it. */
export interface KnownDispute {
  status: string;
  withdrawnMinor: number;
}

/**
 * A dispute object names a charge and a PaymentIntent, and has no metadata of ours. Where neither
 * is on record, Stripe says whose PaymentIntent it is: one of ours, whose row is on its way, or a
 * stranger's.
 */
export function aboutDispute(event: InboxEvent, { payment, dispute }: Known): Act {
  const { objectId: disputeId } = event;
  if (!payment) return { act: 'look-for-owner' };
  if (dispute && saysTheSame(event, dispute)) return { act: 'nothing' };
  const { bookingId } = payment;
  const workflowId = disputeWorkflowId(disputeId);
  return { act: 'tell-dispute', workflowId, dispute: { disputeId, bookingId } };
}

/** Only of a closed one: while it is open its workflow runs, and reads Stripe with any news. */
function saysTheSame(
  { type, facts }: InboxEvent,
  { status, withdrawnMinor }: KnownDispute,
): boolean {
  if (outcomeOf(status) === undefined || facts.status !== status) return false;
  if (type.endsWith('.funds_reinstated')) return withdrawnMinor <= 0;
  if (type.endsWith('.funds_withdrawn')) return withdrawnMinor > 0;
  return true;
}
