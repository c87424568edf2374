import type { BookingStatus } from './booking';
import type { PaymentStatus } from './payment';
import type { RequestedBy } from './refund';

/** Canonical events (contracts.md section 1): what each says beyond the payload that all share. */
export interface EventExtras {
  'booking.pending_payment': { expiresAt: string };
  'payment.initiated': { expiresAt: string };
  'payment.processing': { stripeStatus: string };
  'payment.attempt_failed': Attempt & Failure;
  'payment.authorized': { stripeChargeId?: string };
  'payment.completed': { stripeChargeId: string; receiptUrl?: string };
  'payment.failed': { attempts: number } & Failure;
  'payment.cancelled': { cancelledBy: CancelledBy; reason?: string };
  'payment.expired': { attempts: number };
  'payment.unapplied': {
    stripeChargeId: string;
    reason: UnappliedReason;
    receivedMinor: number;
    receivedCurrency: string;
  };
  'payment.refund_initiated': {
    refundAmountMinor: number;
    reason: string;
    requestedBy: RequestedBy;
  } & Refunded;
  'payment.refunded': {
    stripeRefundId?: string;
    refundAmountMinor: number;
    refundedTotalMinor: number;
    fullyRefunded: boolean;
    reason: string;
    manual?: true;
  } & Refunded;
  'payment.refund_failed': { refundAmountMinor: number; refundedTotalMinor: number } & Refunded &
    Failure;
  'payment.disputed': {
    disputeId: string;
    disputedAmountMinor: number;
    reason: string;
    evidenceDueBy?: string;
  };
  'payment.dispute_closed': { disputeId: string; outcome: 'won' | 'lost' | 'warning_closed' };
  'booking.confirmed': object;
  'booking.cancelled': { reason: CancelReason };
  'booking.deadline_extended': { expiresAt: string; reason: string };
  'booking.expired': object;
  'booking.refund_pending': { reason: RefundPendingReason };
  'booking.partially_refunded': { refundedTotalMinor: number };
  'booking.refunded': { refundedTotalMinor: number };
  'booking.refund_failed': object;
}

export interface Failure {
  errorCode?: string;
  errorMessage?: string;
}
interface Refunded {
  refundId: string;
  /** Only where the charge was taken in another currency than the booking's. */
  refundCurrency?: string;
}
interface Attempt {
  attempt: number;
  declineCode?: string;
  stripeChargeId?: string;
}
export type CancelledBy = 'customer' | 'operator' | 'owner' | 'provider';
export type CancelReason =
  'payment_failed' | 'customer' | 'operator' | 'provider' | 'unavailable' | 'price_changed';
export type RefundPendingReason = 'unavailable' | 'confirm_timeout' | 'amount_mismatch';
export type UnappliedReason = 'late' | 'duplicate' | 'amount_mismatch';

export type EventType = keyof EventExtras;

/** The payload that every event carries; statuses are those after the event. */
export interface EventPayload {
  bookingId: string;
  bookingReference?: string;
  userId: string;
  customerId?: string;
  paymentId: string;
  paymentNumber: number;
  stripePaymentIntentId?: string;
  amountMinor: number;
  currency: string;
  /** Stripe's word for the method, once known. */
  paymentMethod?: string;
  bookingStatus: BookingStatus;
  paymentStatus: PaymentStatus;
}

export interface EventEnvelope<T extends EventType> {
  eventId: string;
  eventType: T;
  /** Commit time, ISO 8601 UTC with milliseconds. */
  timestamp: string;
  version: '1.0';
  source: 'payment-service';
  sequence: number;
  correlationId: string;
  causationId?: string;
  metadata: { workflowId: string; stripeEventId?: string; livemode: boolean };
  payload: EventPayload & EventExtras[T];
}

/** Narrow it by `eventType`. */
export type CanonicalEvent = { [T in EventType]: EventEnvelope<T> }[EventType];
