import { invalid, type FieldError } from './booking-payment-error';
import type { BookingOrder, CancelOrder, RefundOrder } from './booking-payments';
import { isBookingId } from './ids';

// What makes an id is looked at before anything is asked: both ways then refuse it alike.

/** A header of HTTP carries no other key unchanged, and the key makes the refund's id. */
const KEY = /^[!-~]([ -~]{0,253}[!-~])?$/;
const LONGEST_REASON = 500;

export function mustBeBooking({ bookingId }: BookingOrder): void {
  if (isBookingId(bookingId)) return;
  const message = 'A bookingId is 1 to 64 letters, digits or . _ : -, no sign first';
  throw invalid([{ path: 'bookingId', message }]);
}

/** The order as it is sent. */
export function refundOf({ key, amount, reason }: RefundOrder): RefundOrder {
  const errors: FieldError[] = [];
  if (typeof key !== 'string' || !KEY.test(key)) {
    const message = 'A key is 1 to 255 printable ASCII characters, with no space at either end';
    errors.push({ path: 'key', message });
  }
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount >= 1)) {
    const message =
      'An amount is a whole number of minor units, 1 at least; without it all goes back';
    errors.push({ path: 'amount', message });
  }
  errors.push(...faultsOfReason(reason));
  if (errors.length > 0) throw invalid(errors);
  return { key, ...(amount !== undefined && { amount }), reason: reason.trim() };
}

export function cancelOf({ cancelledBy, reason }: CancelOrder): CancelOrder {
  const errors = reason === undefined ? [] : faultsOfReason(reason);
  if (cancelledBy === 'operator' && reason === undefined)
    errors.push({ path: 'reason', message: 'An operator gives a reason: it is kept with the act' });
  if (errors.length > 0) throw invalid(errors);
  return {
    ...(cancelledBy !== undefined && { cancelledBy }),
    ...(reason !== undefined && { reason: reason.trim() }),
  };
}

function faultsOfReason(reason: unknown): FieldError[] {
  const length = typeof reason === 'string' ? reason.trim().length : 0;
  if (length >= 1 && length <= LONGEST_REASON) return [];
  return [{ path: 'reason', message: `A reason has 1 to ${LONGEST_REASON} characters` }];
}
