import type { PaymentRow, RefundRow } from '../db/booking-reads';
import { inWords } from '../domain/money';
import { refundableMinor, type RefundRefusal } from '../domain/refund';
import type { RefundOrder } from './refund-order';

/** For the dead letter: why there is no refund, what is left, and what to do. */
export function whyRefused(refusal: RefundRefusal, payment: PaymentRow): string {
  return `${refusal}: ${wordsFor(refusal, payment)}`;
}

function wordsFor(refusal: RefundRefusal, { status, booking, charges }: PaymentRow): string {
  const [charge] = charges;
  switch (refusal) {
    case 'payment_not_refundable':
      return notRefundable(status, booking.status);
    case 'payment_disputed':
      return 'The charge is disputed, and Stripe refunds nothing of it. Once the dispute is won, replay this letter';
    case 'amount_invalid_for_currency':
      return `refundAmount: Stripe cannot give back this sum in ${(charge?.currency ?? booking.currency).toUpperCase()}. Send another`;
    case 'refund_exceeds_balance':
      return charge ? whatIsLeft(charge) : 'Nothing was charged';
    default:
      return `The booking is ${booking.status} and its payment ${status}`;
  }
}

function notRefundable(payment: string, booking: string): string {
  const state = `the booking is ${booking}, its payment ${payment}`;
  return booking === 'PENDING_PAYMENT'
    ? `Nothing can be refunded yet: ${state}. Once it is paid and confirmed, replay this letter`
    : `Nothing was taken: ${state}. There is nothing to give back`;
}

function whatIsLeft(charge: PaymentRow['charges'][number]): string {
  const { amountMinor, currency } = charge;
  const left = refundableMinor(charge);
  const price = inWords({ amountMinor, currency });
  if (left === 0) return `Nothing of ${price} is left: all has gone back or is on its way`;
  return `${inWords({ amountMinor: left, currency })} of ${price} can still be refunded. Send at most that`;
}

/**
 * Why a command is not the refund that was made under its identity; undefined of a repeat. Which
 * sum "the whole balance" once was is on no record: it is that refund while nothing is left.
 */
export function whyAnother(
  { amount, reason, isNamed }: RefundOrder,
  made: RefundRow,
  { charges }: PaymentRow,
): string | undefined {
  const [charge] = charges;
  const left = charge ? refundableMinor(charge) : 0;
  const wanted = amount ?? (left > 0 ? charge?.amountMinor : made.amountMinor);
  // Without an eventId the reason is all that tells two refunds of one sum apart.
  const isAlike = isNamed || left === 0 || reason === made.reason;
  if (wanted === made.amountMinor && isAlike) return undefined;
  const sum = inWords({ amountMinor: made.amountMinor, currency: made.charge.currency });
  const before = `a refund of ${sum} (${made.status})`;
  return isNamed
    ? `eventId: It was used for ${before}. For another refund send a new one`
    : `eventId: Missing, and this payment had ${before} without one before. For another refund send one`;
}
