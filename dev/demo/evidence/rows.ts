/** Rows as the judge reads them; what it does not read it does not select. */

export interface PaymentRow {
  readonly bookingId: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly sequence: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly paymentId: string;
  readonly paymentNumber: number;
  readonly paymentStatus: string;
  readonly intentId: string | null;
}

export interface ChargeRow {
  readonly bookingId: string;
  readonly chargeId: string;
  readonly own: boolean;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reservedMinor: number;
  readonly externalMinor: number;
  readonly refundedMinor: number;
}

export interface RefundRow {
  readonly bookingId: string;
  readonly refundId: string;
  readonly stripeRefundId: string | null;
  readonly chargeId: string;
  readonly amountMinor: number;
  readonly status: string;
  readonly attempt: number;
  /** A person has paid it back otherwise, or has closed it. */
  readonly manual: boolean;
  readonly requestedBy: string;
}

export interface DisputeRow {
  readonly bookingId: string;
  readonly disputeId: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly refundable: boolean;
  readonly withdrawnMinor: number;
  readonly submittedAt: Date | null;
}

export interface TransitionRow {
  readonly bookingId: string;
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

export interface FlagRow {
  readonly bookingId: string;
  readonly kind: string;
  readonly subject: string;
}

/** How a booking stands at this moment, for who waits for it. */
export interface StandingRow {
  readonly booking: string;
  readonly payment: string;
  readonly intentId: string | null;
  readonly disputes: readonly string[];
  readonly refunds: readonly string[];
}

/** What was ordered, as the rows have it. */
export interface Ordered {
  readonly bookingId: string;
  readonly paymentId: string;
  readonly userId: string;
  readonly amountMinor: number;
  readonly currency: string;
}
