import { paymentOfBooking, type PaymentRow } from '../db/booking-reads';
import { waitFor } from '../db/waiting';
import { isDecided, isSamePurchase, type BookingRequest } from '../domain/booking';
import { amountFault, inWords } from '../domain/money';
import type { ApiDependencies } from './dependencies';
import type { Answer } from './idempotency';
import { Problem, type ProblemCode } from './problem';
import { acceptedView, paymentView } from './views';

/**
 * A purchase: starts the booking's workflow, then waits on its row for the PaymentIntent, or for
 * the reason why there will be none. 201 a new payment, 200 the one that was there, 202 not yet.
 */
export function createCreating({ db, bookings, contracts, settings }: ApiDependencies) {
  async function create(request: BookingRequest): Promise<Answer> {
    refuseUnpayable(request, contracts);
    const existing = await paymentOfBooking(db, request.bookingId);
    if (existing) mustBeSame(existing, request);
    else await start(request);
    const payment = await waitFor(
      () => paymentOfBooking(db, request.bookingId),
      (row) => row !== undefined && isDecided(row),
      settings.limits.rowMs,
    );
    if (!payment) return { status: 202, body: acceptedView(request) };
    mustBeSame(payment, request); // two purchases may have raced for the bookingId
    if (!isDecided(payment)) return { status: 202, body: paymentView(payment) };
    refuseEnded(payment);
    return { status: existing ? 200 : 201, body: paymentView(payment) };
  }

  async function start(request: BookingRequest): Promise<void> {
    if ((await bookings.start(request)) === 'running') return;
    if (await paymentOfBooking(db, request.bookingId)) return;
    throw new Problem(
      'booking_exists',
      'A purchase with this bookingId was refused before. Use a new bookingId.',
    );
  }

  return create;
}

export type Create = ReturnType<typeof createCreating>;

function refuseUnpayable(request: BookingRequest, contracts: ApiDependencies['contracts']): void {
  const { amount: amountMinor, currency } = request;
  const fault = amountFault({ amountMinor, currency });
  if (fault === 'currency_unsupported')
    throw new Problem(fault, `Payments in ${currency} are not taken here.`);
  if (fault) {
    throw new Problem(fault, `${inWords({ amountMinor, currency })} cannot be charged by card.`);
  }
  const cannot = contracts.refusal(request);
  if (cannot !== undefined) throw new Problem('binding_cannot_carry', cannot);
}

function mustBeSame({ booking }: PaymentRow, request: BookingRequest): void {
  if (isSamePurchase(booking, request)) return;
  throw new Problem(
    'booking_exists',
    'This bookingId is taken by a purchase with another user, amount or currency.',
  );
}

const REFUSALS: Record<string, [ProblemCode, string]> = {
  unavailable: ['booking_unavailable', 'The booking owner has no place left for this booking.'],
  price_changed: ['price_changed', 'The booking owner asks another price. Show it and start anew.'],
  payment_failed: ['payment_rejected', 'Stripe does not accept this payment as it was asked for.'],
};

/** A booking that ended before there was anything to pay, told again to whoever repeats. */
function refuseEnded({ booking, stripePaymentIntentId }: PaymentRow): void {
  if (stripePaymentIntentId !== null || booking.status !== 'CANCELLED') return;
  const refusal = REFUSALS[booking.reason ?? ''];
  if (refusal) throw new Problem(...refusal);
}
