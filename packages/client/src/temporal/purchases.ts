import { isDeepStrictEqual } from 'node:util';
import { BookingPaymentError, type FieldError } from '../booking-payment-error';
import type { BookingOrder } from '../booking-payments';
import type { Argument } from './start-argument';
import type { BookingView } from './views';

const PURCHASE = ['userId', 'amount', 'currency'] as const;

/** A repeat of a start, or another purchase under the same bookingId? REST asks the same. */
export function mustBeSamePurchase(order: BookingOrder, given: Argument): void {
  if (PURCHASE.every((field) => given[field] === order[field])) return;
  throw new BookingPaymentError(
    'booking_exists',
    'This bookingId is taken by an order with another user, amount or currency. Use a new one.',
  );
}

interface Refusal {
  code: string;
  message: string;
  errors?: FieldError[];
}

/** A workflow that ended without a row was refused. A mended order is no repeat of it. */
export function refusedPurchase(order: BookingOrder, given: Argument, result: unknown): Error {
  const { refused } = (result ?? {}) as { refused?: Refusal };
  const { code, message, errors } = refused ?? {
    code: 'refused',
    message: 'The order is refused.',
  };
  if (isDeepStrictEqual(asSent(order), given))
    return new BookingPaymentError(code, message, errors && { errors });
  const before = `An order with this bookingId was refused before: ${message}`;
  return new BookingPaymentError('booking_exists', `${before} Use a new bookingId.`);
}

/** Without what JSON leaves out. */
function asSent(order: BookingOrder): unknown {
  return JSON.parse(JSON.stringify(order));
}

const REFUSED: Record<string, [code: string, message: string]> = {
  unavailable: ['booking_unavailable', 'The booking owner has no place left for this booking.'],
  price_changed: ['price_changed', 'The booking owner asks another price. Show it and start anew.'],
  payment_failed: ['payment_rejected', 'Stripe does not accept this payment as it was asked for.'],
};

/** Ended by the owner or by Stripe before anything was tried: there is nothing to pay. */
export function mustBePayable({ status, reason = '', attempts }: BookingView): void {
  const refused = REFUSED[reason];
  if (status === 'CANCELLED' && attempts === 0 && refused)
    throw new BookingPaymentError(...refused);
}
