import type { BookingStatus } from './booking';

export type RefundStatus = 'pending' | 'succeeded' | 'failed';

/** Who asked for a refund; the prefix of its identity says so (contracts.md section 0). */
export type RequestedBy = 'api' | 'command' | 'operator' | 'saga' | 'external';

/** The one argument of the workflow `refundPayment`. */
export interface RefundRequest {
  paymentId: string;
  /** Minor units; the whole remaining balance when absent. */
  amount?: number;
  /** Free text; Stripe gets one of its three words, the text goes into metadata. */
  reason: string;
  /** Makes the refund's id; absent when a person starts the workflow in Temporal's Web UI. */
  identity?: string;
  /** Takes up a refund that is already on record, when Stripe has news of it. */
  resume?: string;
}

const REQUESTERS: Record<string, RequestedBy> = {
  key: 'api',
  body: 'api',
  command: 'command',
  operator: 'operator',
  saga: 'saga',
  stray: 'saga',
  stripe: 'external',
};

export function requestedBy(identity: string): RequestedBy {
  return REQUESTERS[identity.split(':', 1)[0] ?? ''] ?? 'operator';
}

export type RefundRefusal =
  | 'reason_required'
  | 'payment_not_found'
  | 'payment_not_refundable'
  | 'payment_disputed'
  | 'refund_exceeds_balance'
  | 'amount_invalid_for_currency';

/** What can still be refunded of a charge. Pending refunds and those made at Stripe count. */
export function refundableMinor(charge: {
  amountMinor: number;
  reservedMinor: number;
  externalMinor: number;
}): number {
  return Math.max(0, charge.amountMinor - charge.reservedMinor - charge.externalMinor);
}

/**
 * All of the charge has to go back: a refund that failed is no closed matter while some of it is
 * left. Of a booking that stands, the customer may be owed less.
 */
export function mustGoBackWhole(charge: { own: boolean }, booking: BookingStatus): boolean {
  return !charge.own || ['REFUND_PENDING', 'REFUND_FAILED', 'REFUNDED'].includes(booking);
}

/** Stripe refuses free text as a reason (reference/stripe.md section 4). */
export function stripeReason(reason: string): 'duplicate' | 'fraudulent' | 'requested_by_customer' {
  const word = reason.trim().toLowerCase();
  return word === 'duplicate' || word === 'fraudulent' ? word : 'requested_by_customer';
}

export interface RefundState {
  refundId: string;
  amountMinor: number;
  reason: string;
  requestedBy: RequestedBy;
  attempt: number;
  stripeRefundId?: string;
  manual?: boolean;
}

/** The charge that a refund gives back, with the totals that hold after the fact. */
export interface ChargeTotals {
  stripeChargeId: string;
  own: boolean;
  currency: string;
  amountMinor: number;
  refundedMinor: number;
}
