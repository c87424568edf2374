/** What a booking's payment needs (contracts.md section 3, the create body). */
export interface BookingOrder {
  /** Yours, `^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`. It is the identity: the same one is paid once. */
  bookingId: string;
  userId: string;
  /** Whole minor units of `currency`, as Stripe counts: 12990 is 129.90 eur and 12990 jpy. */
  amount: number;
  /** Three lower-case letters. */
  currency: string;
  bookingReference?: string;
  customerId?: string;
  paymentMethod?: 'credit_card' | 'debit_card' | 'paypal' | 'bank_transfer' | 'crypto';
  /** `manual`: authorise, confirm the booking, then capture. */
  captureMethod?: 'automatic' | 'manual';
  /** `manual`: the server confirms the payment; else the customer's browser does. */
  confirmationMethod?: 'automatic' | 'manual';
  /** The families of topics that hear of this booking; the service's default when absent. */
  bindings?: string[];
  metadata?: Record<string, string>;
}

export type BookingStatus =
  | 'PENDING_PAYMENT'
  | 'CONFIRMED'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'REFUND_PENDING'
  | 'REFUND_FAILED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED';

export interface Booking {
  bookingId: string;
  status: BookingStatus;
  paymentId: string;
  /** initiating, awaiting_payment, processing, authorized, completed, failed, … */
  paymentStatus: string;
  amount: number;
  currency: string;
  /** ISO 8601: until then it can be paid. */
  expiresAt?: string;
  /** For Stripe's form in the browser; only in the answer to `start`, and only over REST. */
  clientSecret?: string;
}

export interface RefundOrder {
  /**
   * Yours, 1 to 255 printable ASCII characters: the same key is the same refund of the booking,
   * however often and over whichever way it is asked for.
   */
  key: string;
  /** Minor units; the whole remaining balance when absent. */
  amount?: number;
  /** At most 500 characters. */
  reason: string;
}

export interface Refund {
  refundId: string;
  paymentId: string;
  amount: number;
  currency: string;
  status: 'pending' | 'succeeded' | 'failed';
}

export interface CancelOrder {
  /** An operator has to give a reason. Over REST the caller's token decides who it is. */
  cancelledBy?: 'customer' | 'operator';
  reason?: string;
}

export interface Watching {
  /** Ends the watch; it then throws the signal's reason. */
  signal?: AbortSignal;
  /** How long until the next look, 1,000 ms when absent; up to five times that if nothing changes. */
  everyMs?: number;
}

/**
 * Booking payments, over Temporal or REST. Everything may be repeated: ids decide, and nothing
 * happens twice. A refusal is a `BookingPaymentError` with the service's own code.
 */
export interface BookingPayments {
  /**
   * Begins to collect the money, and answers once it can be paid. A repeat answers with the booking
   * as it stands, and refuses another user, amount or currency with `booking_exists`.
   */
  start(order: BookingOrder): Promise<Booking>;
  /** `undefined`: there is none of this id. */
  find(bookingId: string): Promise<Booking | undefined>;
  /** Each change, the present state first; ends when the saga has nothing left to decide. */
  watch(bookingId: string, watching?: Watching): AsyncGenerator<Booking>;
  /** The booking once it is settled. */
  outcome(bookingId: string, watching?: Watching): Promise<Booking>;
  /** Refused once money was taken: refund it instead. */
  cancel(bookingId: string, order?: CancelOrder): Promise<Booking>;
  /** Answers as soon as the refund is accepted; it may settle later. One key is one refund. */
  refund(bookingId: string, order: RefundOrder): Promise<Refund>;
}
