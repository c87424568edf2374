/**
 * Glossary. A *booking* is a reservation that waits to be paid; its *owner* is the service that
 * holds the places. Each booking has one *payment*, each payment one Stripe *PaymentIntent*. A
 * *charge* is money that Stripe took. A *refund* gives (part of) a charge back. A *transition* is
 * one canonical event and the statuses that it brings. *Stray money* is a charge that cannot pay
 * its booking. A *flag* asks a person to look.
 */
export const BOOKING_STATUSES = [
  'PENDING_PAYMENT',
  'CONFIRMED',
  'CANCELLED',
  'EXPIRED',
  'REFUND_PENDING',
  'REFUND_FAILED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
] as const;

export type BookingStatus = (typeof BOOKING_STATUSES)[number];

/** True once the saga has nothing left to decide; refunds may still follow. */
export function isSettled(status: BookingStatus): boolean {
  return !['PENDING_PAYMENT', 'REFUND_PENDING', 'REFUND_FAILED'].includes(status);
}

/** The one argument of the workflow `bookingPayment`, and the body of `POST /api/v1/payments`. */
export interface BookingRequest {
  bookingId: string;
  userId: string;
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  bookingReference?: string;
  customerId?: string;
  /** Stripe's customer, made before the start: nobody's name or address comes along. */
  stripeCustomerId?: string;
  paymentMethod?: PaymentMethod;
  /** `manual`: authorise, confirm the booking, then capture. */
  captureMethod?: 'automatic' | 'manual';
  /** `manual`: our server confirms the payment, again after 3-D Secure; else the browser does. */
  confirmationMethod?: 'automatic' | 'manual';
  bindings?: string[];
  metadata?: Record<string, string>;
  correlationId?: string;
}

/** The words of 002_5ff0327524e14c4a.txt. */
export const PAYMENT_METHODS = [
  'credit_card',
  'debit_card',
  'paypal',
  'bank_transfer',
  'crypto',
] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** A repeat of a create, or another purchase under the same bookingId? */
export function isSamePurchase(
  booking: { userId: string; amountMinor: number; currency: string },
  request: BookingRequest,
): boolean {
  return (
    booking.userId === request.userId &&
    booking.amountMinor === request.amount &&
    booking.currency === request.currency
  );
}

/** There is something to pay by now, or there never will be. */
export function isDecided(payment: {
  booking: { status: BookingStatus };
  stripePaymentIntentId: string | null;
}): boolean {
  return payment.stripePaymentIntentId !== null || payment.booking.status !== 'PENDING_PAYMENT';
}
