import type { Decline } from '../activities/payment-confirming';
import type { BookingView } from '../domain/views';
import type { CancelOrder, ConfirmOrder, ExtendOrder } from './messages';
import { mustBeText, mustGiveReason, refused } from './order-texts';

/** What callers and operators may order of an open booking, on its way to the saga. */
export type Order =
  | { kind: 'cancel'; given: CancelOrder }
  | { kind: 'confirm'; given: ConfirmOrder & Identified; declined?: Decline }
  | { kind: 'extend'; given: ExtendOrder & Identified & { actor: string } };

/** The caller's own id of what it asks: a repeat is the same order. */
interface Identified {
  id: string;
}

// Updates may be sent by hand, with any argument or none: each field is looked at.

export function mustBeCancel(order: Partial<CancelOrder> | undefined): void {
  const { cancelledBy, reason } = order ?? {};
  if (cancelledBy !== 'customer' && cancelledBy !== 'operator')
    throw refused('cancelledBy must be customer or operator', 'cancelled_by_required');
  if (cancelledBy === 'operator') mustGiveReason({ reason: reason! });
  else if (reason !== undefined) mustBeText('reason', reason);
}

/** The cancelled booking; throws when something else became of it. */
export function mustBeCancelled(booking: BookingView | undefined): BookingView {
  if (booking?.status === 'CANCELLED') return booking;
  const { status = 'PENDING_PAYMENT', paymentStatus = 'initiating' } = booking ?? {};
  throw refused(
    `The booking is ${status}, its payment ${paymentStatus}: it cannot be cancelled. Refund it instead.`,
    'payment_not_cancellable',
  );
}

export function mustBeConfirm(order?: Partial<ConfirmOrder>): void {
  const { paymentMethodId, returnUrl } = order ?? {};
  if (paymentMethodId !== undefined && !/^pm_\w{1,250}$/.test(paymentMethodId))
    throw refused("paymentMethodId must be one of Stripe's, such as pm_1Qa", 'validation_failed');
  if (returnUrl !== undefined && !/^https?:\/\/\S{1,2000}$/.test(returnUrl))
    throw refused('returnUrl must be an http or https address', 'validation_failed');
}

export function mustBeKnown(booking: BookingView | undefined): BookingView {
  if (booking) return booking;
  throw refused('The booking was refused when it was started', 'booking_not_found');
}

const DAY_MS = 24 * 60 * 60_000;
const LONGEST_DAYS = 7;

export function mustBeExtension(
  order: Partial<ExtendOrder> | undefined,
  booking: BookingView | undefined,
  open: boolean,
): void {
  mustGiveReason(order);
  const { expiresAt } = order ?? {};
  const until = typeof expiresAt === 'string' ? Date.parse(expiresAt) : NaN;
  if (Number.isNaN(until))
    throw refused('expiresAt must be a time such as 2026-03-04T09:45:00Z', 'validation_failed');
  if (until > Date.now() + LONGEST_DAYS * DAY_MS)
    throw refused(`expiresAt must be within ${LONGEST_DAYS} days from now`, 'validation_failed');
  if (open && !booking) return; // still being opened: the order waits for its turn
  if (!open || booking?.status !== 'PENDING_PAYMENT')
    throw refused('The booking no longer waits for a payment', 'booking_not_open');
  if (until <= Date.parse(booking.expiresAt))
    throw refused(`expiresAt must be later than ${booking.expiresAt}`, 'validation_failed');
}

/** The booking with its new deadline; throws when it was decided before that could be given. */
export function mustLastUntil(booking: BookingView | undefined, expiresAt: string): BookingView {
  if (booking && Date.parse(booking.expiresAt) >= Date.parse(expiresAt)) return booking;
  const { status = 'unknown', paymentStatus = 'unknown' } = booking ?? {};
  throw refused(`The booking is ${status}, its payment ${paymentStatus}`, 'booking_not_open');
}
