import type { BookingStatus } from './booking';
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
  errorCode?: string;
  errorMessage?: string;
}
