import type { BookingStatus } from './booking';
import type { DisputeOutcome } from './dispute';
import type { PaymentStatus } from './payment';
import type { RefundRequest, RefundStatus } from './refund';

/** What a workflow knows of its booking's row: enough to go on, nothing personal. */
export interface BookingView {
  bookingId: string;
  bookingReference?: string;
  customerId?: string;
  amountMinor: number;
  currency: string;
  status: BookingStatus;
  paymentId: string;
  paymentStatus: PaymentStatus;
  /** ISO 8601. */
  expiresAt: string;
  attempts: number;
  reason?: string;
  /** Stripe's word of the last decline. */
  lastDecline?: string;
  /** Set while the money has to go back: the refund that the saga asks for. */
  compensation?: {
    refundId: string;
    request: RefundRequest;
    /** Stripe has taken the refund on: the places may be released. */
    accepted: boolean;
  };
  /** True while a flag of the booking waits for a person. */
  needsAttention: boolean;
}

export interface RefundView {
  refundId: string;
  paymentId: string;
  bookingId: string;
  amountMinor: number;
  currency: string;
  status: RefundStatus;
  /** Stripe has taken this attempt on, or a person has paid it back: places may be released. */
  accepted: boolean;
  /** What the refund has made of its booking. */
  bookingStatus: BookingStatus;
  attempt: number;
  /** Settled or closed by a person, whatever Stripe says. */
  manual?: true;
  /** Made at Stripe without us: it cannot be tried again here. */
  external?: true;
  errorCode?: string;
  errorMessage?: string;
}

export interface DisputeView {
  disputeId: string;
  bookingId: string;
  bookingReference?: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
  /** Stripe's words. */
  reason: string;
  status: string;
  /** How it has ended; absent while it is open. */
  outcome?: DisputeOutcome;
  refundable: boolean;
  /** ISO 8601. */
  evidenceDueBy?: string;
  /** When evidence for the present stage was sent: Stripe takes it once. */
  evidenceSubmittedAt?: string;
}
